"""What a card is: the kinds of notes, what each asks and how it judges an answer."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any, NamedTuple, NewType

if TYPE_CHECKING:
    from pathlib import Path

    from studycards.cards.asking import Content
    from studycards.cards.fields import Fields, Version

CardId = NewType("CardId", str)
"""The note's id, followed by `/` and a suffix where a note may make several cards."""
NoteId = NewType("NoteId", str)
DeckName = NewType("DeckName", str)

KINDS = ("basic", "cloze", "typed", "choice", "order", "output", "exercise", "equation")
"""Each kind is a module here: `FIELDS`, `cards(fields, python)` and, where needed, `problems(fields)`."""


class Location(NamedTuple):
    """Where a note is written."""

    path: Path
    line: int
    """From 1."""

    def __str__(self) -> str:
        return f"{self.path}:{self.line}"


class Card(NamedTuple):
    """One question made from a note."""

    id: CardId
    note_id: NoteId
    deck: DeckName
    kind: str
    content: Content
    explanation: str
    """Markdown; may be empty."""
    source: str
    """Where the fact is from; may be empty."""
    tags: tuple[str, ...]
    location: Location


@cache
def kind_module(kind: str) -> Any:
    """The module of a kind, imported now: the first card needs one of them, not all."""
    return import_module(f"studycards.cards.{kind}")


def contents_of(fields: Fields, python: Version) -> dict[str, Content]:
    """The cards of a note without problems, by suffix; the suffix may be empty."""
    contents: dict[str, Content] = kind_module(fields.get("kind", "basic")).cards(fields, python)
    return contents


def card_id(note: NoteId, suffix: str) -> CardId:
    """The id of a card of a note."""
    return CardId(f"{note}/{suffix}" if suffix else note)
