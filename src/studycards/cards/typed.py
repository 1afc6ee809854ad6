"""A short, exact answer to type."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from studycards.cards.asking import Judgement, Markdown, Write
from studycards.cards.code import code_span
from studycards.cards.fields import (
    Field,
    FieldProblem,
    FieldType,
    for_the_version,
    for_version,
    texts_of,
)
from studycards.cards.hints import first_letters
from studycards.cards.judging import Expected, judge, wrong_answers
from studycards.cards.kind import Kind, Subjects

if TYPE_CHECKING:
    from studycards.cards.asking import Variant
    from studycards.cards.fields import Fields

COMPARISONS = (
    "text", "exact", "number", "complexity", "python", "path", "command", "set", "formula",
)  # fmt: skip
"""The allowed values of the field `compare`."""


class Typed(NamedTuple):
    """Judged by the text typed."""

    shown: str
    expected: Expected
    input: Write = Write(optional=False)

    @property
    def answer(self) -> Markdown:
        """The expected text, literally."""
        return Markdown(code_span(self.expected.answers[0]))

    def judge(self, given: str) -> Judgement:
        """Right for any accepted answer."""
        return judge(given, self.expected)._replace(expected=self.expected.answers[0])

    def hint(self, taken: int) -> str:
        """The first letters."""
        return first_letters(self.expected.answers[0], taken)


def _ask(fields: Fields, _suffix: str, variant: Variant) -> Typed:
    question, answer = fields["question"], fields["answer"]
    return Typed(
        shown=for_the_version(question, answer, variant.python),
        expected=Expected(
            answers=(for_version(answer, variant.python), *fields.get("accept", ())),
            wrong=wrong_answers(fields.get("wrong", ())),
            asked=question,
            compare=fields.get("compare", ""),
            tolerance=fields.get("tolerance", ""),
            case_sensitive=fields.get("case_sensitive") == "true",
        ),
    )


def _problems(fields: Fields) -> list[FieldProblem]:
    """An unknown comparison, or an invalid tolerance."""
    found = []
    compare = fields.get("compare", "text")
    if compare not in COMPARISONS:
        hint = f"Write one of {', '.join(COMPARISONS)}."
        found.append(FieldProblem("compare", f"unknown comparison '{compare}'", hint))
    tolerance = fields.get("tolerance")
    if tolerance is not None and not re.fullmatch(r"\d+(\.\d+)?%?", tolerance):
        hint = "Write it like 0.01 or 5%."
        found.append(FieldProblem("tolerance", f"'{tolerance}' is not a tolerance", hint))
    return found


def _subjects(fields: Fields) -> Subjects:
    return Subjects(fields["question"], answers=texts_of(fields["answer"]), maximum_words=10)


KIND = Kind(
    fields=(
        Field("question", FieldType.TEXT, "The question. Markdown.", required=True, lines=True),
        Field("answer", FieldType.VERSIONED, "What the learner types.", required=True, lines=True),
        Field("accept", FieldType.TEXTS, "Other right answers."),
        Field("wrong", FieldType.WRONG, "Wrong answers, never nearly right."),
        Field("case_sensitive", FieldType.SWITCH, "Whether case matters."),
        Field("compare", FieldType.TEXT, f"How answers are compared: {', '.join(COMPARISONS)}."),
        Field("tolerance", FieldType.TEXT, "Of a number: absolute (0.01) or relative (5%)."),
    ),
    ask=_ask,
    problems=_problems,
    subjects=_subjects,
)
