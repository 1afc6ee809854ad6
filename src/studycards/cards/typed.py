"""A short, exact answer to type."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from studycards.cards.asking import Judgement, Markdown, Write
from studycards.cards.code import code_span
from studycards.cards.comparing import judge_text
from studycards.cards.fields import Field, FieldProblem, FieldType, for_version, texts_of
from studycards.cards.hints import first_letters
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
    expected: str
    accept: tuple[str, ...]
    case_sensitive: bool
    compare: str
    tolerance: str
    input: Write = Write(optional=False)

    @property
    def answer(self) -> Markdown:
        """The expected text, literally."""
        return Markdown(code_span(self.expected))

    def judge(self, given: str) -> Judgement:
        """Right for any accepted answer."""
        accepted = (self.expected, *self.accept)
        if self.compare != "text":
            from studycards.cards.equivalence import judge_as  # noqa: PLC0415 - 3 ms, once given

            judgement = judge_as(self.compare, given, accepted, self.tolerance)
        else:
            judgement = judge_text(given, accepted, case_sensitive=self.case_sensitive)
        return judgement._replace(expected=self.expected)

    def hint(self, taken: int) -> str:
        """The first letters."""
        return first_letters(self.expected, taken)


def _ask(fields: Fields, _suffix: str, variant: Variant) -> Typed:
    """An answer such as `O(n)` is compared as a complexity unless the note says otherwise."""
    expected = for_version(fields["answer"], variant.python)
    by_itself = "complexity" if re.match(r"`?[OΘ]\(", expected) else "text"
    return Typed(
        shown=fields["question"],
        expected=expected,
        accept=tuple(fields.get("accept", ())),
        case_sensitive=fields.get("case_sensitive") == "true",
        compare=fields.get("compare", by_itself),
        tolerance=fields.get("tolerance", ""),
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
