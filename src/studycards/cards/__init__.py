"""What a card is: the kinds of notes, what each asks and how it judges an answer."""

from __future__ import annotations

import re
from dataclasses import dataclass
from hashlib import blake2b
from typing import TYPE_CHECKING, Any, NewType

from studycards.cards import basic, choice, cloze, equation, exercise, order, output, typed
from studycards.cards.fields import (
    COMMON_FIELDS,
    Field,
    FieldProblem,
    Fields,
    Version,
    is_kebab,
    problems_of_fields,
)

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from studycards.cards.asking import Content

CardId = NewType("CardId", str)
"""The note's id, followed by `/` and a suffix where a note may make several cards."""
NoteId = NewType("NoteId", str)
DeckName = NewType("DeckName", str)

KINDS: Mapping[str, Any] = {
    "basic": basic,
    "cloze": cloze,
    "typed": typed,
    "choice": choice,
    "order": order,
    "output": output,
    "exercise": exercise,
    "equation": equation,
}
"""Kind to module: `FIELDS`, `cards(fields, python)` and, where needed, `problems(fields)`."""

_ALLOWED: Mapping[str, tuple[Field, ...]] = {
    kind: (*module.FIELDS, *COMMON_FIELDS) for kind, module in KINDS.items()
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Location:
    """Where a note is written."""

    path: Path
    line: int
    """From 1."""

    def __str__(self) -> str:
        return f"{self.path}:{self.line}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
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


def problems_of_note(fields: Fields) -> list[FieldProblem]:
    """Everything that is wrong with a note, apart from its place among the others."""
    kind = fields.get("kind", "basic")
    if kind not in KINDS:
        return [FieldProblem("kind", f"unknown kind '{kind}'", f"Kinds: {', '.join(KINDS)}.")]
    problems = problems_of_fields(fields, _ALLOWED[kind])
    if problems:
        return problems
    if "id" in fields and not is_kebab(fields["id"]):
        hint = "Use lower-case letters, digits and single hyphens."
        problems.append(FieldProblem("id", f"'{fields['id']}' is not kebab-case", hint))
    check = getattr(KINDS[kind], "problems", None)
    return problems + (check(fields) if check else [])


def contents_of(fields: Fields, python: Version) -> dict[str, Content]:
    """The cards of a note without problems, by suffix; the suffix may be empty."""
    contents: dict[str, Content] = KINDS[fields.get("kind", "basic")].cards(fields, python)
    return contents


def note_id(fields: Fields) -> NoteId:
    """The id of a note: the one written, else one derived from what it asks."""
    written = fields.get("id")
    if written:
        return NoteId(written)
    asked = next((fields[name] for name in ("question", "text", "code") if name in fields), "")
    words = re.findall(r"[a-z0-9]+", asked.lower())[:6]
    digest = blake2b(f"{fields.get('kind', 'basic')}\n{asked}".encode(), digest_size=4)
    return NoteId("-".join([*words, digest.hexdigest()]))


def card_id(note: NoteId, suffix: str) -> CardId:
    """The id of a card of a note."""
    return CardId(f"{note}/{suffix}" if suffix else note)
