"""Trust: code of a deck runs only if it is shipped, or the learner has seen it and said yes.

What is trusted is a piece of code as it runs, with all that it sees. It is asked about, hashed and run
from one value: no file is read in between.
"""

from __future__ import annotations

import json
import os
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from studycards.cards.asking import Printed, Program
from studycards.collection import index
from studycards.collection.cards import find_card
from studycards.history import proofs
from studycards.history.database import transaction

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from studycards.cards import Card, DeckName, Location
    from studycards.collection import Collection


class Piece(NamedTuple):
    """Code of a deck as it runs."""

    location: Location
    code: str
    names: Mapping[str, Any] = {}
    """The variables that it sees."""

    @property
    def hash(self) -> str:
        """Of all that decides what the code does, apart from the interpreter."""
        return sha256(json.dumps([self.code, self.names], sort_keys=True).encode()).hexdigest()


def code_of(card: Card) -> Piece | None:
    """The code that a review runs for a card; the solution of an exercise is not part of it."""
    question = card.question
    if isinstance(question.answer, Printed):
        return Piece(card.location, question.answer.program)
    if isinstance(question.input, Program):
        program = question.input
        return Piece(card.location, "\n".join(filter(None, (program.starter, program.tests))))
    return None


def code_of_deck(collection: Collection, deck: DeckName) -> Iterator[Piece]:
    """The code that a review runs for the cards of a deck."""
    for card_id in index.cards_of(collection.db, deck):
        current = find_card(collection, card_id)
        piece = current and code_of(current.card)
        if piece:
            yield piece


def untrusted(collection: Collection, pieces: Iterable[Piece]) -> list[Piece]:
    """The pieces, each once, that are neither shipped nor trusted."""
    wanted = {piece.hash: piece for piece in pieces if not _is_shipped(collection, piece)}
    known = proofs.trusted(collection.db, wanted)
    return [piece for key, piece in wanted.items() if key not in known]


def trust(collection: Collection, deck: str, pieces: Iterable[Piece]) -> None:
    """Trust exactly these pieces from now on."""
    with transaction(collection.db):
        proofs.trust(collection.db, [piece.hash for piece in pieces], deck)


def question(deck: str, pieces: Iterable[Piece]) -> str:
    """The code that is to be trusted, then the question."""
    shown = []
    for piece in pieces:
        names = [f"{name} = {value!r}" for name, value in piece.names.items()]
        shown += [str(piece.location), "", *names, piece.code.rstrip("\n"), ""]
    return "\n".join([*shown, *_warning(), f"Run this code of the deck '{deck}' on this machine?"])


@cache
def _warning() -> tuple[str, ...]:
    """What the learner should know where the kernel does not guard the code."""
    from studycards.running import run_code  # noqa: PLC0415 - 50 ms, when code is to run

    if {"landlock", "seccomp"} <= set(run_code("").guards):
        return ()
    return (
        "On this system Python alone guards your files, not the kernel.",
        "Code that sets out to can get past it: see docs/security.md.",
        "",
    )


def _is_shipped(collection: Collection, piece: Piece) -> bool:
    """Whether code is of the shipped folder, by its path as written and with links followed."""
    path, folder = piece.location.path, collection.search_path.shipped
    written = Path(os.path.abspath(path)).is_relative_to(os.path.abspath(folder))  # noqa: PTH100
    return written and path.resolve().is_relative_to(folder.resolve())
