"""A text with gaps, in Anki's syntax: `{{c1::hidden}}`, `{{c1::hidden::hint}}`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from studycards.cards.asking import Judgement, Prompt, Write
from studycards.cards.comparing import judge_text
from studycards.cards.fields import Field, FieldProblem, FieldType
from studycards.cards.hints import first_letters

if TYPE_CHECKING:
    from studycards.cards.fields import Fields, Version

FIELDS = (
    Field(
        "text",
        FieldType.TEXT,
        "Text with {{c1::gaps}} or {{c1::gaps::hint}}; each number makes a card. Markdown.",
        required=True,
    ),
)

_GAP = re.compile(r"\{\{c([1-9]\d{0,2})::(.*?)(?:::(.*?))?\}\}", re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cloze:
    """The gaps of one number are hidden, the others are filled."""

    text: str
    number: int

    def prompt(self, seed: str) -> Prompt:  # noqa: ARG002 - nothing to shuffle
        """The text with `[…]`, or the hint, in place of the gaps."""

        def gap(match: re.Match[str]) -> str:
            if int(match[1]) != self.number:
                return match[2]
            return f"**[{match[3] or '…'}]**"

        return Prompt(_GAP.sub(gap, self.text), Write(optional=False))

    def answer(self) -> str:
        """The text with the gaps filled and set off."""
        return _GAP.sub(
            lambda match: f"**{match[2]}**" if int(match[1]) == self.number else match[2],
            self.text,
        )

    def judge(self, given: str, seed: str) -> Judgement:  # noqa: ARG002 - nothing to shuffle
        """Right when every gap is filled in order; several are separated by commas."""
        hidden = hidden_texts(self.text, self.number)
        separators = (", ", "; ", " ")
        judgement = judge_text(given, [separator.join(hidden) for separator in separators])
        return judgement._replace(expected=", ".join(hidden))

    def hint(self, taken: int) -> str:
        """The first letters of the gaps."""
        return first_letters(", ".join(hidden_texts(self.text, self.number)), taken)


def hidden_texts(text: str, number: int | None = None) -> list[str]:
    """What is hidden, in order: by the gaps of one number, or by all."""
    return [match[2] for match in _GAP.finditer(text) if number is None or int(match[1]) == number]


def numbers(text: str) -> list[int]:
    """The numbers of the gaps, each once, sorted."""
    return sorted({int(match[1]) for match in _GAP.finditer(text)})


def filled(text: str, without: int | None = None) -> str:
    """The text with its gaps filled; those of the number `without` are left blank."""
    return _GAP.sub(lambda match: " " if int(match[1]) == without else match[2], text)


def problems(fields: Fields) -> list[FieldProblem]:
    """A text without a gap, or with a gap that hides nothing."""
    hidden = hidden_texts(fields["text"])
    if not hidden:
        return [FieldProblem("text", "nothing is hidden", "Write {{c1::…}} around the answer.")]
    if any("{{c" in text for text in hidden):
        return [FieldProblem("text", "a gap is within a gap", "Close one before the next.")]
    if not all(text.strip() for text in hidden):
        return [FieldProblem("text", "a gap is empty", "Write the answer inside {{c1::…}}.")]
    return []


def cards(fields: Fields, python: Version) -> dict[str, Cloze]:  # noqa: ARG001 - one for all
    """A card for each number."""
    text = fields["text"]
    return {f"c{number}": Cloze(text=text, number=number) for number in numbers(text)}
