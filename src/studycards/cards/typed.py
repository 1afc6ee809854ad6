"""A short exact answer that is typed."""

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

COMPARISONS = ("text", "number", "complexity", "python", "set")
"""What the field `compare` may say."""


class Typed(NamedTuple):
    """Judged by what is typed."""

    shown: str
    expected: str
    accept: tuple[str, ...]
    case_sensitive: bool
    compare: str
    tolerance: str
    input: Write = Write(optional=False)

    @property
    def answer(self) -> Markdown:
        """The expected text as it is typed."""
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
    """An answer such as `O(n)` is compared as a complexity where the note does not say how."""
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
    """A comparison that there is not, or a tolerance that is no number."""
    found = []
    compare = fields.get("compare", "text")
    if compare not in COMPARISONS:
        hint = f"Write one of {', '.join(COMPARISONS)}."
        found.append(FieldProblem("compare", f"there is no comparison '{compare}'", hint))
    tolerance = fields.get("tolerance")
    if tolerance is not None and not re.fullmatch(r"\d+(\.\d+)?%?", tolerance):
        hint = "Write it like 0.01 or 5%."
        found.append(FieldProblem("tolerance", f"'{tolerance}' is no tolerance", hint))
    return found


def _subjects(fields: Fields) -> Subjects:
    return Subjects(fields["question"], answers=texts_of(fields["answer"]), maximum_words=10)


KIND = Kind(
    fields=(
        Field("question", FieldType.TEXT, "What is asked. Markdown.", required=True, lines=True),
        Field("answer", FieldType.VERSIONED, "What the learner types.", required=True, lines=True),
        Field("accept", FieldType.TEXTS, "Other right answers."),
        Field("case_sensitive", FieldType.SWITCH, "Whether case matters."),
        Field("compare", FieldType.TEXT, f"How answers are compared: {', '.join(COMPARISONS)}."),
        Field("tolerance", FieldType.TEXT, "Of a number: absolute (0.01) or relative (5%)."),
    ),
    ask=_ask,
    problems=_problems,
    subjects=_subjects,
)
