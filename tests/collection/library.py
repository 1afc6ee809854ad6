"""A helper of these tests: folders of decks with the index of them, in a real history."""

from __future__ import annotations

import os
import textwrap
from datetime import datetime
from itertools import count
from pathlib import Path

from studycards.cards import Card, CardId
from studycards.cards.asking import Variant
from studycards.collection import index
from studycards.decks.find import deck_files
from studycards.history.database import open_history, transaction
from studycards.history.log import Log
from studycards.scheduling.states import Rating

VARIANT = Variant((3, 12), seed="seed")
NOW = datetime.fromisoformat("2026-03-02T09:00:00+01:00")


class Library:
    """Two folders, `own` before `shipped`, and what the index holds of them."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.folders = [root / "own", root / "shipped"]
        self.db = open_history(root / "studycards.db")
        self.log = Log(self.db)
        self._clock = count(1)

    def write(self, name: str, text: str) -> None:
        """Write a deck, `own/mro.yaml`, at a moment of its own."""
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(textwrap.dedent(text), encoding="utf-8")
        os.utime(path, ns=(0, next(self._clock) * 1_000_000_000))

    def basic(self, name: str, *ids: str, deck: str = "") -> None:
        """Write a deck of basic notes, whose answers tell where they stand."""
        head = f"deck: {deck or Path(name).stem}\ncards:\n"
        notes = (f"  - id: {note}\n    question: Of {note}?\n    answer: {name}\n" for note in ids)
        self.write(name, head + "".join(notes))

    def remove(self, name: str) -> None:
        """Delete a deck."""
        (self.root / name).unlink()

    def refresh(self) -> int:
        """Bring the index up to date; how many files were read."""
        read = []
        with transaction(self.db):
            index.refresh(self.db, deck_files(self.folders), lambda *done: read.append(done))
        assert read == [(n, len(read)) for n in range(1, len(read) + 1)]
        return len(read)

    def is_current(self) -> bool:
        """Whether there is nothing to refresh."""
        return index.is_current(self.db, deck_files(self.folders))

    def card(self, card_id: str) -> Card | None:
        """A card."""
        return index.load_card(self.db, CardId(card_id), VARIANT)

    def cards(self) -> dict[str, str]:
        """Every card that may be asked, and the file it is from."""
        rows = self.db.execute("select id from cards where active order by id")
        found = {row[0]: self.card(row[0]) for row in rows.fetchall()}
        return {name: self.name(str(card.location.path)) for name, card in found.items() if card}

    def problems(self) -> list[tuple[str, str]]:
        """`file:line` and message of every problem."""
        found = index.problems(self.db)
        assert index.has_problems(self.db) == bool(found)
        return [(f"{self.name(p.path)}:{p.line}", self.name(p.message)) for p in found]

    def unseen(self) -> list[str]:
        """The ids of cards that were never answered."""
        rows = self.db.execute("select id from cards where unseen and active order by id")
        return [row[0] for row in rows]

    def answer(self, card_id: str) -> None:
        """Answer a card."""
        self.log.record_review(CardId(card_id), Rating.GOOD, NOW, taken_ms=1_000)

    def name(self, text: str) -> str:
        """A text with paths as `write` takes them."""
        return text.replace(f"{self.root}{os.sep}", "").replace(os.sep, "/")
