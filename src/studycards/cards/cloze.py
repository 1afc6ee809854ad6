"""A text with gaps, in Anki's syntax: `{{c1::hidden}}`, `{{c1::hidden::hint}}`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from studycards.cards.asking import Judgement, Markdown, Write
from studycards.cards.comparing import judge_text
from studycards.cards.fields import Field, FieldProblem, FieldType
from studycards.cards.hints import first_letters
from studycards.cards.kind import Frame, Kind, Subjects

if TYPE_CHECKING:
    from collections.abc import Callable

    from studycards.cards.asking import Variant
    from studycards.cards.fields import Fields

_GAP = re.compile(
    r"\{\{c([1-9]\d{0,2})::((?:(?!::|\}\}).)*+)(?:::((?:(?!\}\}).)*+))?\}\}", re.DOTALL
)
"""Number, hidden text and hint; nothing is tried twice where a gap is not closed."""


class Cloze(NamedTuple):
    """The gaps of one number are hidden, the others are filled."""

    shown: str
    answer: Markdown
    hidden: tuple[str, ...]
    input: Write = Write(optional=False)

    def judge(self, given: str) -> Judgement:
        """Right if every gap is filled in order; several answers are separated by commas."""
        separators = (", ", ",", "; ", ";", " ")
        judgement = judge_text(given, [separator.join(self.hidden) for separator in separators])
        return judgement._replace(expected=", ".join(self.hidden))

    def hint(self, taken: int) -> str:
        """The first letters of the gaps."""
        return first_letters(", ".join(self.hidden), taken)


def _hidden(text: str, number: int | None = None) -> tuple[str, ...]:
    """The hidden texts, in order: of the gaps with one number, or of all."""
    gaps = _GAP.finditer(text)
    return tuple(gap[2] for gap in gaps if number is None or int(gap[1]) == number)


def _numbers(text: str) -> list[int]:
    """The numbers of the gaps, each once, sorted."""
    return sorted({int(gap[1]) for gap in _GAP.finditer(text)})


def _filled(
    text: str, number: int = 0, gap: Callable[[re.Match[str]], str] = lambda match: match[2]
) -> str:
    """The text with its gaps filled, those with one number by `gap`."""
    return _GAP.sub(lambda match: gap(match) if int(match[1]) == number else match[2], text)


def _suffixes(fields: Fields) -> list[str]:
    return [f"c{number}" for number in _numbers(fields["text"])]


def _ask(fields: Fields, suffix: str, _variant: Variant) -> Cloze:
    text, number = fields["text"], int(suffix.removeprefix("c"))
    return Cloze(
        shown=_filled(text, number, lambda gap: f"**[{gap[3] or '…'}]**"),
        answer=Markdown(_filled(text, number, lambda gap: f"**{gap[2]}**")),
        hidden=_hidden(text, number),
    )


def _problems(fields: Fields) -> list[FieldProblem]:
    """A text without a gap, or with a gap that hides nothing."""
    hidden = _hidden(fields["text"])
    if not hidden:
        return [FieldProblem("text", "nothing is hidden", "Write {{c1::…}} around the answer.")]
    if any("{{c" in text for text in hidden):
        return [FieldProblem("text", "a gap is inside another gap", "Close one before the next.")]
    if not all(text.strip() for text in hidden):
        return [FieldProblem("text", "a gap is empty", "Write the answer inside {{c1::…}}.")]
    return []


def _subjects(fields: Fields) -> Subjects:
    text = fields["text"]
    frames = (
        Frame(f"c{number}", _filled(text, number, lambda _: " "), _hidden(text, number))
        for number in _numbers(text)
    )
    return Subjects(_filled(text), maximum_words=8, frames=tuple(frames))


KIND = Kind(
    fields=(
        Field(
            "text",
            FieldType.TEXT,
            "Text with {{c1::gaps}} or {{c1::gaps::hint}}; each number makes a card. Markdown.",
            required=True,
            lines=True,
        ),
    ),
    ask=_ask,
    suffixes=_suffixes,
    asks=("text",),
    answer=lambda fields: list(_hidden(fields["text"])),
    problems=_problems,
    subjects=_subjects,
)
