"""A short exact answer that is typed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from studycards.cards.asking import Judgement, Prompt, Write
from studycards.cards.code import code_span
from studycards.cards.comparing import judge_text
from studycards.cards.fields import Field, FieldProblem, FieldType, for_version
from studycards.cards.hints import first_letters

if TYPE_CHECKING:
    from studycards.cards.fields import Fields, Version

COMPARISONS = ("text", "number", "complexity", "python", "set")
"""What the field `compare` may say."""

FIELDS = (
    Field("question", FieldType.TEXT, "What is asked. Markdown.", required=True),
    Field("answer", FieldType.VERSIONED, "What the learner types.", required=True),
    Field("accept", FieldType.TEXTS, "Other right answers."),
    Field("case_sensitive", FieldType.SWITCH, "Whether case matters."),
    Field("compare", FieldType.TEXT, f"How answers are compared: {', '.join(COMPARISONS)}."),
    Field("tolerance", FieldType.TEXT, "Of a number: absolute (0.01) or relative (5%)."),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """Judged by what is typed."""

    question: str
    expected: str
    accept: tuple[str, ...]
    case_sensitive: bool
    compare: str
    tolerance: str

    def prompt(self, seed: str) -> Prompt:  # noqa: ARG002 - nothing to shuffle
        """The question."""
        return Prompt(self.question, Write(optional=False))

    def answer(self) -> str:
        """The answer as the author would type it."""
        return code_span(self.expected)

    def judge(self, given: str, seed: str) -> Judgement:  # noqa: ARG002 - nothing to shuffle
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


def problems(fields: Fields) -> list[FieldProblem]:
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


def cards(fields: Fields, python: Version) -> dict[str, Typed]:
    """The one card; an answer such as `O(n)` is compared as a complexity by itself."""
    expected = for_version(fields["answer"], python)
    by_itself = "complexity" if re.match(r"`?[OΘ]\(", expected) else "text"
    return {
        "": Typed(
            question=fields["question"],
            expected=expected,
            accept=tuple(fields.get("accept", ())),
            case_sensitive=fields.get("case_sensitive") == "true",
            compare=fields.get("compare", by_itself),
            tolerance=fields.get("tolerance", ""),
        )
    }
