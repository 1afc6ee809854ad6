"""A formula: shown in two dimensions if it fits, otherwise in one line; typed in one line."""

from __future__ import annotations

import re
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple

from studycards.cards.asking import Formula, Judgement, Verdict, Write
from studycards.cards.comparing import normalized
from studycards.cards.fields import Field, FieldProblem, FieldType, texts_of
from studycards.cards.formula import LONGEST, Tree, readings, right_side
from studycards.cards.hints import first_letters
from studycards.cards.judging import wrong_answers
from studycards.cards.kind import Kind, Subjects

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from studycards.cards.fields import Fields


class Equation(NamedTuple):
    """Judged up to spacing, multiplication signs, the order of terms and index notation."""

    shown: str
    answer: Formula
    accept: tuple[str, ...]
    input: Write = Write(optional=True)
    wrong: Mapping[str, str] = {}
    """Wrong formulas, with reasons, which may be empty."""

    def judge(self, given: str) -> Judgement:
        """Right for the formula or its right side, nearly if only case differs."""
        words = tuple(
            re.findall(r"\\(?:operatorname|mathrm|text)\{([a-zA-Z]{2,})\}", self.answer.tex)
        )
        accepted = (self.answer.line, *self.accept)
        expected, written = _forms(accepted, words), readings(given, words)
        exact = {normalized(text, case_sensitive=True) for text in accepted}
        if normalized(given, case_sensitive=True) in exact or written & expected:
            return Judgement(Verdict.RIGHT, given)
        for text, reason in self.wrong.items():
            if given.strip() == text.strip() or written & readings(text, words):
                return Judgement(Verdict.WRONG, given, reason=reason)
        folded = {repr(form).casefold() for form in expected}
        same = any(repr(form).casefold() in folded for form in written)
        if same or normalized(given) in map(normalized, accepted):
            return Judgement(Verdict.NEARLY, given, "case differs")
        return Judgement(Verdict.WRONG, given)

    def hint(self, taken: int) -> str:
        """The first characters."""
        return first_letters(self.answer.line, taken)


def _forms(texts: Iterable[str], words: tuple[str, ...]) -> set[Tree]:
    """The canonical forms of some texts, and of the right sides of their `=`."""
    whole = set().union(*(readings(text, words) for text in texts), set())
    return whole | {right for tree in whole if (right := right_side(tree))}


def _ask(fields: Fields, *_: object) -> Equation:
    return Equation(
        shown=fields["question"],
        answer=Formula(fields["tex"], fields["unicode"]),
        accept=tuple(fields.get("accept", ())),
        wrong=wrong_answers(fields.get("wrong", ())),
    )


def _problems(fields: Fields) -> list[FieldProblem]:
    """A formula that is too long to be parsed."""
    forms = {name: texts_of(fields.get(name)) for name in ("tex", "unicode", "accept")}
    hint = "Make several cards."
    return [
        FieldProblem(name, f"'{name}' is longer than {LONGEST:,} characters", hint)
        for name, texts in forms.items()
        if any(len(text) > LONGEST for text in texts)
    ]


def _subjects(fields: Fields) -> Subjects:
    forms = (fields["unicode"], *fields.get("accept", ()))
    return Subjects(fields["question"], formulas=forms)


KIND = Kind(
    fields=(
        Field("question", FieldType.TEXT, "The question. Markdown.", required=True, lines=True),
        Field("tex", FieldType.TEXT, "The formula in TeX.", required=True),
        Field("unicode", FieldType.TEXT, "The formula in one line of Unicode.", required=True),
        Field("accept", FieldType.TEXTS, "Forms in which a learner may type it."),
        Field("wrong", FieldType.WRONG, "Wrong answers, never nearly right."),
    ),
    ask=_ask,
    answer=itemgetter("unicode"),
    problems=_problems,
    subjects=_subjects,
)
