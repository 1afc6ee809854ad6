"""What a card is: the kinds of notes, what each asks and how it judges an answer."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, NamedTuple, NewType

if TYPE_CHECKING:
    from pathlib import Path

    from studycards.cards.asking import Question
    from studycards.cards.fields import Fields
    from studycards.cards.kind import Kind

CardId = NewType("CardId", str)
"""The note's id, followed by `/` and a suffix if a note can make several cards."""
NoteId = NewType("NoteId", str)
DeckName = NewType("DeckName", str)

KINDS = {
    "basic": "studycards.cards.basic",
    "cloze": "studycards.cards.cloze",
    "typed": "studycards.cards.typed",
    "choice": "studycards.cards.choice",
    "order": "studycards.cards.order",
    "output": "studycards.cards.output",
    "exercise": "studycards.cards.exercise",
    "equation": "studycards.cards.equation",
}
"""The module of each kind of note; its `KIND` holds everything about it."""

DEFAULT_KIND = "basic"
"""The kind of a note without one."""


class Location(NamedTuple):
    """The file and line of a note."""

    path: Path
    line: int
    """From 1."""

    def __str__(self) -> str:
        return f"{self.path}:{self.line}"


class Source(NamedTuple):
    """The article a deck is derived from; empty where the deck does not say."""

    title: str = ""
    url: str = ""
    language: str = ""
    """Such as `zh`."""
    note: str = ""
    """A remark, such as how much of it was read."""


class Card(NamedTuple):
    """One question made from a note."""

    id: CardId
    note_id: NoteId
    deck: DeckName
    kind: str
    question: Question
    explanation: str
    """Markdown; may be empty."""
    source: str
    """The source of the fact; may be empty."""
    deck_source: Source
    tags: tuple[str, ...]
    location: Location


@cache
def kind_named(name: str) -> Kind:
    """A kind by its name, imported on use: the first card needs only one."""
    kind: Kind = import_module(KINDS[name]).KIND
    return kind


def kind_of(fields: Fields) -> Kind:
    """The kind of a note."""
    return kind_named(fields.get("kind", DEFAULT_KIND))


def card_id(note: NoteId, suffix: str) -> CardId:
    """The id of a card of a note."""
    return CardId(f"{note}/{suffix}" if suffix else note)
