"""Code whose printed output is the answer."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from studycards.cards.asking import Judgement, Prompt, Verdict, Write
from studycards.cards.code import fenced
from studycards.cards.fields import Field, FieldType, for_version
from studycards.cards.hints import first_letters, first_lines

if TYPE_CHECKING:
    from studycards.cards.fields import Fields, Version

FIELDS = (
    Field("question", FieldType.TEXT, "What is asked; “What does this print?” if left out."),
    Field("code", FieldType.TEXT, "A complete Python program.", required=True),
    Field("answer", FieldType.VERSIONED, "What it prints.", required=True),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Output:
    """Judged by the lines that are typed."""

    question: str
    code: str
    prints: str

    def prompt(self, seed: str) -> Prompt:  # noqa: ARG002 - nothing to shuffle
        """The question and the code."""
        several = "\n" in self.prints.strip("\n")
        return Prompt(
            f"{self.question}\n\n{fenced(self.code)}", Write(optional=False, lines=several)
        )

    def answer(self) -> str:
        """What is printed."""
        return fenced(self.prints, "text")

    def judge(self, given: str, seed: str) -> Judgement:  # noqa: ARG002 - nothing to shuffle
        """Right when every line is; nearly when only spaces, quotes or case differ."""
        written, printed = _lines(given), _lines(self.prints)
        if written == printed:
            return Judgement(Verdict.RIGHT, given)
        if _without_form(written) == _without_form(printed):
            detail = "spaces, quotes or case differ"
            return Judgement(Verdict.NEARLY, given, detail, self.prints)
        right = sum(ours == theirs for ours, theirs in zip(written, printed, strict=False))
        detail = f"{right} of {len(printed)} lines" if len(printed) > 1 else ""
        return Judgement(Verdict.WRONG, given, detail, self.prints)

    def hint(self, taken: int) -> str:
        """The first lines, or the first letters of the only one."""
        several = "\n" in self.prints.strip("\n")
        return (first_lines if several else first_letters)(self.prints.strip("\n"), taken)


def cards(fields: Fields, python: Version) -> dict[str, Output]:
    """The one card."""
    return {
        "": Output(
            question=fields.get("question", "What does this print?"),
            code=fields["code"],
            prints=for_version(fields["answer"], python),
        )
    }


def _lines(text: str) -> list[str]:
    return [line.rstrip() for line in text.strip("\n").rstrip().split("\n")]


def _without_form(lines: list[str]) -> str:
    return re.sub(r"[\s'\"]", "", "".join(lines)).casefold()
