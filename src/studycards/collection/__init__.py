"""Decks and history joined: the use cases that the commands call."""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from studycards.cards import Card, CardId, DeckName
from studycards.cards.asking import Variant
from studycards.decks import index
from studycards.decks.find import deck_files, shipped_folder
from studycards.errors import ConfigError, UnknownCardError, UnknownDeckError
from studycards.events import NO_RESPONSE
from studycards.history.database import open_history, transaction
from studycards.history.log import Log
from studycards.scheduling.memory import are_parameters
from studycards.scheduling.rules import Rules
from studycards.scheduling.states import Phase, Rating, Scheduled, State
from studycards.scheduling.study_day import day_number, study_day

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import datetime

    from studycards.cards.fields import Fields, Version
    from studycards.collection.checking import Proved
    from studycards.collection.search import Found
    from studycards.collection.statistics import DeckCounts, Report
    from studycards.config import Settings
    from studycards.decks.parse import Problem
    from studycards.events import ActionKind, Response, Review
    from studycards.history.log import Undone
    from studycards.scheduling.scheduler import Scheduler

    Progress = Callable[[str, int, int], None]
    """Told what is under way and how many of how many are done."""

__all__ = ["Collection", "CurrentCard"]

PYTHON: Version = sys.version_info[:2]
"""The version whose answers are right."""


class CurrentCard(NamedTuple):
    """A card about to be asked, with its state."""

    card: Card
    state: State


def _variant(card_id: CardId, state: State) -> Variant:
    """The question of a card: the same until the card is answered."""
    reps = state.reps if isinstance(state, Scheduled) else 0
    return Variant(PYTHON, seed=f"{card_id}:{reps}")


class Collection:
    """The decks on the search path and the history of one learner."""

    def __init__(
        self,
        *,
        history: Path,
        own_decks: Path,
        settings: Settings,
        now: datetime,
        progress: Progress = lambda *_: None,
    ) -> None:
        self.own_decks = own_decks
        self._db = open_history(history, progress)
        self._log = Log(self._db)
        told = partial(progress, "Scheduling anew")
        self._log.adopt(_rules_in(settings), now, told)
        self._log.bring_up_to_date(told)
        in_force = self._log.rules._asdict()
        self.settings = settings._replace(
            **{name: value for name, value in in_force.items() if name in settings._fields}
        )

    @property
    def db(self) -> sqlite3.Connection:
        """The history and the card index."""
        return self._db

    def close(self) -> None:
        """Let go of the file."""
        self._db.close()

    def refresh(self, progress: Progress) -> None:
        """Read the decks that changed."""
        files = deck_files(self._folders())
        if not index.is_current(self._db, files):
            with transaction(self._db):
                index.refresh(self._db, files, lambda n, of: progress("Reading decks", n, of))

    @property
    def scheduler(self) -> Scheduler:
        """The outcomes of answers by the rules in force."""
        return self._log.scheduler

    def require_deck(self, deck: str) -> None:
        """Make sure that a deck exists.

        Raises:
            UnknownDeckError: It does not.
        """
        known = self.deck_names()
        if deck not in known:
            raise UnknownDeckError(deck, known)

    def deck_names(self) -> list[DeckName]:
        """The decks in the order of the search path."""
        return [DeckName(name) for name in self._deck_paths()]

    def tags(self) -> list[str]:
        """The tags of all cards, each once, sorted."""
        rows = self._db.execute(
            "select distinct tag.value from cards, json_each(cards.tags) as tag"
            " where cards.active order by tag.value"
        )
        return [row[0] for row in rows]

    def card_ids(self, prefix: str = "", limit: int = -1) -> list[CardId]:
        """The ids of cards that begin so, sorted."""
        rows = self._db.execute(
            "select id from cards where active and substr(id, 1, ?) = ? order by id limit ?",
            (len(prefix), prefix, limit),
        )
        return [CardId(row[0]) for row in rows]

    def ask(self, card_id: CardId) -> CurrentCard | None:
        """A card with its state; None where no deck holds it any more."""
        state = self._log.state(card_id)
        card = index.load_card(self._db, card_id, _variant(card_id, state))
        return CurrentCard(card, state) if card else None

    def card(self, card_id: str) -> CurrentCard:
        """A card with its state.

        Raises:
            UnknownCardError: No deck holds it.
        """
        asked = self.ask(CardId(card_id))
        if asked is None:
            from difflib import get_close_matches  # noqa: PLC0415

            raise UnknownCardError(card_id, get_close_matches(card_id, self.card_ids()))
        return asked

    def outcomes(self, asked: CurrentCard, now: datetime) -> Mapping[Rating, Scheduled]:
        """The state after each rating, if the card were answered now."""
        return self.scheduler.outcomes(asked.card.id, asked.state, now)

    def answer(
        self,
        card_id: CardId,
        rating: Rating,
        now: datetime,
        *,
        taken_ms: int,
        response: Response = NO_RESPONSE,
    ) -> tuple[Review, Scheduled]:
        """Record a review; it is on disk on return."""
        return self._log.record_review(card_id, rating, now, taken_ms=taken_ms, response=response)

    def act(self, kind: ActionKind, card_ids: Iterable[CardId], now: datetime) -> None:
        """Record an action for some cards."""
        self._log.record_action(kind, card_ids, now)

    def undo(self, now: datetime) -> Undone | None:
        """Take back the last event of this machine; None when there is none."""
        return self._log.undo(now)

    def is_leech(self, review: Review, after: Scheduled) -> bool:
        """Whether an answer made a card a leech, or once more."""
        from studycards.scheduling.scheduler import is_leech  # noqa: PLC0415

        lapsed = review.phase is Phase.REVIEW and review.rating is Rating.AGAIN
        return lapsed and is_leech(after.lapses, self.settings.leech_threshold)

    def search(self, terms: Iterable[str], now: datetime) -> list[Found]:
        """The cards that all terms fit.

        Raises:
            UsageProblemError: A term is not understood.
        """
        from studycards.collection.search import search  # noqa: PLC0415

        return search(self._db, terms, day_number(study_day(now, self.settings.rollover)))

    def is_flagged(self, card_id: CardId) -> bool:
        """Whether the learner flagged a card to be mended."""
        sql = "select 1 from marks where card_id = ? and flagged"
        return self._db.execute(sql, (card_id,)).fetchone() is not None

    def reviews(self, card_id: CardId) -> list[Review]:
        """The reviews of a card that still hold, oldest first."""
        return self._log.reviews(card_id)

    def trusts(self, card: Card) -> bool:
        """Whether the code of the deck of a card may run."""
        from studycards.collection.checking import is_trusted  # noqa: PLC0415

        return is_trusted(self._db, card.location.path)

    def trust(self, card: Card) -> None:
        """Let the code of the deck of a card run, until it changes."""
        from studycards.collection.checking import trust_deck  # noqa: PLC0415

        trust_deck(self._db, card.location.path)

    def seconds_behind(self, now: datetime) -> float:
        """How far the clock is behind the last event recorded; 0 where it is not."""
        last = self._log.last_moment()
        return max((last - now).total_seconds(), 0.0) if last else 0.0

    def problems(self) -> list[Problem]:
        """Everything that is wrong with the decks."""
        return index.problems(self._db) if index.has_problems(self._db) else []

    def files_of(self, targets: Iterable[str]) -> list[Path]:
        """The files of some decks, or the files themselves; of all decks where none is named.

        Raises:
            UnknownDeckError: A target is neither a deck nor a file.
        """
        known = self._deck_paths()
        found = []
        for target in targets:
            if target not in known and not Path(target).is_file():
                raise UnknownDeckError(target, known)
            found.append(Path(known.get(target, target)))
        return found or [Path(path) for path in known.values()]

    def lint(self, paths: Sequence[Path]) -> list[Problem]:
        """What is wrong with some deck files, apart from what their code does."""
        from studycards.collection.checking import lint_files  # noqa: PLC0415

        known = [Path(path) for path in self._deck_paths().values()]
        taken = [
            p for p in self.problems() if p.code == index.DUPLICATE_ID and Path(p.path) in paths
        ]
        return lint_files(paths, known) + taken

    def fix(self, paths: Sequence[Path], *, in_place: bool) -> list[Path]:
        """Fix what is mechanical in some deck files; those that were changed."""
        from studycards.collection.checking import fix_files  # noqa: PLC0415

        return fix_files(paths, self.own_decks, in_place=in_place)

    def prove(
        self,
        paths: Sequence[Path],
        pythons: Sequence[str],
        may_run: Callable[[str, int], bool],
        progress: Progress,
    ) -> Proved:
        """Run the code of some decks, as far as it is trusted.

        Raises:
            UsageProblemError: One of the Pythons does not start.
        """
        from studycards.checking.prove import interpreters  # noqa: PLC0415
        from studycards.collection.checking import prove_files  # noqa: PLC0415

        told = lambda done, of: progress("Proving answers", done, of)  # noqa: E731
        return prove_files(self._db, paths, interpreters(pythons), may_run, told)

    def decks(self, now: datetime) -> list[DeckCounts]:
        """The cards of every deck."""
        from studycards.collection.statistics import deck_counts  # noqa: PLC0415

        return deck_counts(self._db, now, self.settings.rollover)

    def orphans(self) -> int:
        """How many cards have a history but are in no deck."""
        row = self._db.execute(
            "select count(*) from states where card_id not in (select id from cards where active)"
        ).fetchone()
        return int(row[0])

    def statistics(self, now: datetime, deck: str | None) -> Report:
        """The numbers of one deck or of everything.

        Raises:
            UnknownDeckError: The deck does not exist.
        """
        from studycards.collection.statistics import report  # noqa: PLC0415

        if deck is not None:
            self.require_deck(deck)
        return report(self._db, self.scheduler.model, now, self.settings.rollover, deck)

    def checked_note(self, fields: Fields) -> tuple[Fields, list[str]]:
        """A note ready to be added, and the ids of notes that ask nearly the same.

        Raises:
            UsageProblemError: It is no note; says everything that is wrong.
        """
        from studycards.collection.authoring import checked, near_duplicates  # noqa: PLC0415

        note = checked(fields)
        return note, near_duplicates(self._db, note)

    def add_note(self, deck: str, note: Fields, title: str | None = None) -> Path:
        """Append a checked note to a deck, making the deck where there is none.

        Returns:
            The file written.
        """
        from studycards.collection.authoring import add_note  # noqa: PLC0415

        return add_note(self._db, self.own_decks, deck, note, title)

    def editable(self, card: Card) -> Path:
        """The file in which to edit a card: of a deck that we ship, a copy of the learner's."""
        from studycards.decks.append import own_copy  # noqa: PLC0415

        return own_copy(card.location.path, self.own_decks)

    def _deck_paths(self) -> dict[str, str]:
        rows = self._db.execute("select deck, path from deck_files where active order by place")
        return {row[0]: row[1] for row in rows}

    def _folders(self) -> Sequence[Path]:
        names = self.settings.deck_folders
        configured = [self.own_decks.joinpath(Path(name).expanduser()) for name in names]
        return [self.own_decks, *configured, shipped_folder()]


def _rules_in(settings: Settings) -> dict[str, Any]:
    """The scheduling rules that the settings hold.

    Raises:
        ConfigError: The parameters are not 21 weights within their bounds.
    """
    found = {name: getattr(settings, name) for name in Rules._fields if name in settings._fields}
    parameters = settings.fsrs_parameters
    if parameters and not are_parameters(parameters):
        raise ConfigError(
            "fsrs_parameters: a weight is outside the bounds of FSRS-6",
            hint="Mend it, or remove the line.",
        )
    return found | ({"parameters": parameters} if parameters else {})
