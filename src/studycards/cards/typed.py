"""A short exact answer that is typed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from studycards.cards.asking import Judgement, Prompt, Write
from studycards.cards.comparing import judge_text
from studycards.cards.fields import Field, FieldType, for_version

if TYPE_CHECKING:
    from studycards.cards.fields import Fields, Version

FIELDS = (
    Field("question", FieldType.TEXT, "What is asked. Markdown.", required=True),
    Field("answer", FieldType.VERSIONED, "What the learner types.", required=True),
    Field("accept", FieldType.TEXTS, "Other right answers."),
    Field("case_sensitive", FieldType.SWITCH, "Whether case matters."),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """Judged by what is typed."""

    question: str
    expected: str
    accept: tuple[str, ...]
    case_sensitive: bool

    def prompt(self, seed: str) -> Prompt:  # noqa: ARG002 - nothing to shuffle
        """The question."""
        return Prompt(self.question, Write(optional=False))

    def answer(self) -> str:
        """The answer as the author would type it."""
        return code_span(self.expected)

    def judge(self, given: str, seed: str) -> Judgement:  # noqa: ARG002 - nothing to shuffle
        """Right for any accepted answer."""
        return judge_text(given, (self.expected, *self.accept), case_sensitive=self.case_sensitive)


def cards(fields: Fields, python: Version) -> dict[str, Typed]:
    """The one card."""
    return {
        "": Typed(
            question=fields["question"],
            expected=for_version(fields["answer"], python),
            accept=tuple(fields.get("accept", ())),
            case_sensitive=fields.get("case_sensitive") == "true",
        )
    }


def code_span(text: str) -> str:
    """A literal text in Markdown: backticks, stars and underscores mean themselves."""
    if "\n" in text:
        return f"```text\n{text}\n```"
    ticks = "``" if "`" in text else "`"
    pad = " " if "`" in text else ""
    return f"{ticks}{pad}{text}{pad}{ticks}"
