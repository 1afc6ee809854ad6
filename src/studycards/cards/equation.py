"""A formula: shown in two dimensions if it fits, otherwise in one line; typed in one line."""

from __future__ import annotations

from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple

from studycards.cards.asking import Formula, Judgement, Verdict, Write
from studycards.cards.fields import Field, FieldProblem, FieldType, texts_of
from studycards.cards.hints import first_letters
from studycards.cards.judging import wrong_answers
from studycards.cards.kind import Kind, Subjects

if TYPE_CHECKING:
    from collections.abc import Mapping

    from studycards.cards.fields import Fields


class Equation(NamedTuple):
    """Judged by the value of the formula, in whatever notation it is typed."""

    shown: str
    answer: Formula
    accept: tuple[str, ...]
    symbols: tuple[tuple[str, str], ...] = ()
    input: Write = Write(optional=True)
    wrong: Mapping[str, str] = {}
    """Wrong formulas, with reasons, which may be empty."""

    def judge(self, given: str) -> Judgement:
        """Right for a formula of the same value or its right side, nearly if only case differs."""
        from studycards.cards.formula.comparison import judge_formula  # noqa: PLC0415 - 20 ms, once given

        forms, symbols = (self.answer.tex, self.answer.line, *self.accept), dict(self.symbols)
        judgement = judge_formula(given, forms, self.shown, symbols)
        if judgement.verdict is not Verdict.RIGHT:
            for text, reason in self.wrong.items():
                if judge_formula(given, (text,), self.shown, symbols).verdict is Verdict.RIGHT:
                    return Judgement(Verdict.WRONG, given, reason=reason)
        return judgement

    def hint(self, taken: int) -> str:
        """The first characters."""
        return first_letters(self.answer.line, taken)


def _ask(fields: Fields, *_: object) -> Equation:
    return Equation(
        shown=fields["question"],
        answer=Formula(fields["tex"], fields["unicode"]),
        accept=tuple(fields.get("accept", ())),
        wrong=wrong_answers(fields.get("wrong", ())),
        symbols=tuple(fields.get("symbols", {}).items()),
    )


def _problems(fields: Fields) -> list[FieldProblem]:
    """A formula that is too long to be read, and symbols that are nothing."""
    from studycards.cards.formula import LONGEST, SYMBOLS  # noqa: PLC0415 - a few lines of it

    forms = {name: texts_of(fields.get(name)) for name in ("tex", "unicode", "accept")}
    hint = "Make several cards."
    strange = set(fields.get("symbols", {}).values()) - set(SYMBOLS)
    unknown = [
        FieldProblem("symbols", f"unknown symbol '{each}'", f"Write one of {', '.join(SYMBOLS)}.")
        for each in sorted(strange)
    ]
    return unknown + [
        FieldProblem(name, f"'{name}' is longer than {LONGEST:,} characters", hint)
        for name, texts in forms.items()
        if any(len(text) > LONGEST for text in texts)
    ]


def _formula(fields: Fields) -> Mapping[str, str]:
    """The formula as a function; nothing if it has parts that cannot be computed."""
    from studycards.cards.formula import NoFormulaError  # noqa: PLC0415 - 20 ms, for proofs
    from studycards.cards.formula.python import python_of  # noqa: PLC0415

    forms = fields["tex"], fields["unicode"], fields["question"]
    try:
        return {"formula": python_of(*forms, fields.get("symbols"))}
    except NoFormulaError:
        return {}


def _subjects(fields: Fields) -> Subjects:
    return Subjects(
        fields["question"],
        formulas=(fields["tex"], fields["unicode"], *fields.get("accept", ())),
        symbols=tuple(fields.get("symbols", {}).items()),
    )


KIND = Kind(
    fields=(
        Field("question", FieldType.TEXT, "The question. Markdown.", required=True, lines=True),
        Field("tex", FieldType.TEXT, "The formula in TeX.", required=True),
        Field("unicode", FieldType.TEXT, "The formula in one line of Unicode.", required=True),
        Field("accept", FieldType.TEXTS, "Right answers with other names."),
        Field("wrong", FieldType.WRONG, "Wrong answers, never nearly right."),
        Field(
            "symbols",
            FieldType.MAPPING,
            "What names are: scalar, vector, matrix, function, integer.",
        ),
    ),
    ask=_ask,
    answer=itemgetter("unicode"),
    gives=_formula,
    problems=_problems,
    subjects=_subjects,
)
