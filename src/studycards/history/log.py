"""The log: record events, undo them, merge those of other devices."""

from __future__ import annotations

import json
from contextlib import contextmanager
from datetime import timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from studycards.cards import CardId
from studycards.errors import AnsweredElsewhereError
from studycards.events import (
    NO_RESPONSE,
    Action,
    ActionKind,
    Event,
    EventId,
    Response,
    Review,
    from_ms,
    offset_minutes,
    to_ms,
)
from studycards.history.database import transaction
from studycards.history.moments import latest_on, latest_on_all, newest_of, next_moment
from studycards.history.rows import insert_event, read_events, read_reviews, stored_json
from studycards.history.states import (
    read_state,
    rebuild,
    refold,
    refold_marks,
    refold_states,
    store_states,
)
from studycards.history.timeline import FOLDED_WITH, Timeline, read_timeline
from studycards.scheduling.states import Rating, Scheduled, State, advanced

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from datetime import datetime

    from studycards.errors import HistoryError
    from studycards.history.states import FoldProgress
    from studycards.scheduling.rules import Rules
    from studycards.scheduling.scheduler import Scheduler


_MILLISECOND = timedelta(milliseconds=1)

_SEEN = "rules_in_settings"
"""Name of the fact with the rules last found in the settings."""


class Undone(NamedTuple):
    """An event that was undone."""

    kind: str
    """`review`, or the kind of an action."""
    cards: tuple[CardId, ...]
    moment: datetime
    """The time of the event."""

    def __str__(self) -> str:
        """Kind and card, or how many cards."""
        cards = self.cards[0] if len(self.cards) == 1 else f"{len(self.cards)} cards"
        return f"{self.kind} of {cards}"


class Log:
    """The events of one history, and the rules that they set."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db = connection
        self.waiting: Callable[[], None] = lambda: None
        """Called every half second while another program holds the history."""
        self.unwritable: HistoryError | None = None
        """Why no event can be recorded; None if one can."""
        self._device: str | None = None
        self._timeline: Timeline | None = None
        self._scheduler: Scheduler | None = None
        self._folded_with: str | None = None
        self._looked_at = False
        """Whether a part of the log was read, which shows damage."""

    @property
    def device(self) -> str:
        """The name under which this history records events."""
        if self._device is None:
            from studycards.history.device import device_name, machine_id  # noqa: PLC0415 - once

            self._device = device_name(self._db, machine_id())
        return self._device

    @property
    def timeline(self) -> Timeline:
        """The rules over time, including changes by another session."""
        folded_with = self._fact(FOLDED_WITH)
        if self._timeline is None or folded_with != self._folded_with:
            self._timeline, self._scheduler = read_timeline(self._db), None
            self._folded_with = folded_with
        return self._timeline

    @property
    def rules(self) -> Rules:
        """The rules in force."""
        return self.timeline.newest

    @property
    def scheduler(self) -> Scheduler:
        """The scheduler with the rules in force."""
        rules = self.rules
        if self._scheduler is None:
            from studycards.scheduling.scheduler import Scheduler  # noqa: PLC0415 - not for a queue

            self._scheduler = Scheduler(rules)
        return self._scheduler

    def last_moment(self, since: datetime) -> datetime | None:
        """When this device recorded its last event; None if that was before `since`."""
        newest = newest_of(self._db, self._fact("device") or "", to_ms(since))
        return from_ms(newest, 0) if newest else None

    def last_answer(self) -> datetime | None:
        """When the last answer of any device was given; None without one."""
        row = self._db.execute("select max(at) from reviews").fetchone()
        return from_ms(row[0], 0) if row[0] else None

    def undo_after(self, now: datetime) -> int:
        """Undo all events of this device that are dated after a time; returns their number."""
        undone = 0
        while self.last_moment(now + _MILLISECOND) and self.undo(now):
            undone += 1
        return undone

    def state(self, card_id: CardId) -> State:
        """The state of a card; New without a review."""
        return read_state(self._db, card_id)

    def reviews(self, card_id: CardId) -> list[Review]:
        """The effective reviews of a card, oldest first."""
        return read_reviews(self._db, card_id)

    def events(self) -> Iterator[Event]:
        """Every event of every device in the order of identity, including undone ones."""
        return read_events(self._db)

    def record_review(
        self,
        card_id: CardId,
        rating: Rating,
        now: datetime,
        *,
        taken_ms: int,
        response: Response = NO_RESPONSE,
        shown: State | None = None,
    ) -> tuple[Review, Scheduled]:
        """Record a review and the state it leads to: both are on disk on return, or neither.

        The previous state is read here, so that an answer given in another session counts.

        Args:
            card_id: The card that was answered.
            rating: The learner's rating.
            now: The time of the answer.
            taken_ms: Milliseconds from question to rating.
            response: What the learner did before the rating.
            shown: The state in which the card was shown; None if any will do.

        Raises:
            AnsweredElsewhereError: The card was answered since it was shown in that state.
            HistoryError: The history cannot be written.
        """
        with self._recording():
            before = self.state(card_id)
            if shown is not None and _last_answer(before) != _last_answer(shown):
                raise AnsweredElsewhereError(card_id)
            known = before if isinstance(before, Scheduled) else None
            latest = latest_on(self._db, card_id)
            at = next_moment(self._db, self.device, now, latest)
            offset = offset_minutes(now)
            moment = from_ms(at, offset)
            plan, memory = self.scheduler.outcome(card_id, before, moment, rating)
            review = Review(
                device=self.device,
                at=at,
                utc_offset_min=offset,
                card_id=card_id,
                rating=rating,
                taken_ms=taken_ms,
                phase=known.phase if known else "new",
                last_interval=known.interval if known else 0,
                previous_at=to_ms(known.last_review) if known else None,
                previous_reviews=known.reps if known else 0,
                led_to=plan,
                response=response,
            )
            insert_event(self._db, review)
            after = advanced(before, rating, moment, plan, memory)
            store_states(self._db, [(card_id, after)], self.rules.rollover)
            if at <= latest:
                after = self._refolded(card_id)
        return review, after

    def record_action(
        self,
        kind: ActionKind,
        card_ids: Iterable[CardId],
        now: datetime,
        payload: Mapping[str, Any] | None = None,
    ) -> Action:
        """Record one action on some cards; it is on disk on return."""
        cards = tuple(sorted(set(card_ids)))
        with self._recording():
            action = self._made(kind, now, latest_on_all(self._db, cards))
            action = action._replace(cards=cards, payload=payload or {})
            insert_event(self._db, action)
            self._refold(kind, cards)
        return action

    def change_rules(
        self, values: Mapping[str, Any], now: datetime, progress: FoldProgress = lambda *_: None
    ) -> None:
        """Record a change of scheduling rules and fold the states again.

        Args:
            values: The rules that change, by their names in `Rules`.
            now: The time of the change.
            progress: Called now and then with the progress of the fold.
        """
        with self._recording():
            self._change_rules(values, now, progress)

    def adopt(
        self, found: Mapping[str, Any], now: datetime, progress: FoldProgress = lambda *_: None
    ) -> None:
        """Record the rules found in the learner's settings, each change once.

        A change by another device holds until the settings here change.

        Args:
            found: Rules by their names in `Rules`.
            now: The time of the change.
            progress: Called now and then with the progress of the fold.
        """
        text = json.dumps(dict(found), sort_keys=True)
        if text == self._fact(_SEEN):
            return
        with self._recording():
            seen, rules = stored_json(self._fact(_SEEN) or "{}"), self.rules
            changed = {
                name: value
                for name, value in stored_json(text).items()
                if seen.get(name) != value and rules.changed({name: value}) != rules
            }
            if changed:
                self._change_rules(changed, now, progress)
            self._db.execute("insert or replace into facts values (?, ?)", (_SEEN, text))

    def bring_up_to_date(self, progress: FoldProgress) -> None:
        """Fold the states again if they were folded by other rules."""
        if self.timeline.fingerprint != self._folded_with:
            self.rebuild(progress)

    def rebuild(self, progress: FoldProgress = lambda *_: None) -> None:
        """Drop the states and the marks and fold them anew from the events."""
        with self._recording():
            self._fold_all(progress)

    def undo(self, now: datetime) -> Undone | None:
        """Undo the last effective event of this device; None if there is none.

        Changes of rules are skipped: the settings decide those.
        """
        with self._recording():
            row = self._db.execute(_LAST_DONE, {"device": self.device}).fetchone()
            if row is None:
                return None
            target = EventId(row["at"], self.device)
            insert_event(self._db, self._made(ActionKind.UNDO, now)._replace(undoes=target))
            cards = tuple(self._cards_of(target))
            self._refold(row["kind"], cards)
        return Undone(row["kind"], cards, from_ms(row["at"], row["utc_offset_min"]))

    def merge(self, events: Iterable[Event], progress: FoldProgress = lambda *_: None) -> int:
        """Merge events of other devices: a set union, in any order, any number of times.

        The cards concerned are folded again, or all cards if the rules changed.

        Args:
            events: Events of any device; known ones change nothing.
            progress: Called now and then with the progress of the fold.

        Returns:
            The number of events not known before.
        """
        new, touched, undone = 0, set[CardId](), list[EventId]()
        with self._recording():
            before = self.timeline
            for event in events:
                if not insert_event(self._db, event):
                    continue
                new += 1
                touched.update((event.card_id,) if isinstance(event, Review) else event.cards)
                if isinstance(event, Action) and event.undoes:
                    undone.append(event.undoes)
            touched.update(card_id for event in undone for card_id in self._cards_of(event))
            timeline = read_timeline(self._db)
            if timeline == before:
                refold(self._db, touched, timeline, progress)
            else:
                self._fold_all(progress)
        return new

    def _refolded(self, card_id: CardId) -> Scheduled:
        """The state of a card of which a later event is known, by a clock that is far ahead."""
        refold_states(self._db, [card_id], self.timeline)
        state = self.state(card_id)
        assert isinstance(state, Scheduled)
        return state

    @contextmanager
    def _recording(self) -> Iterator[None]:
        """Record all or nothing; after a failure, what was cached on the way is forgotten."""
        if self.unwritable:
            raise self.unwritable
        try:
            with transaction(self._db, self.waiting):
                if not self._looked_at:
                    from studycards.history.part import read_a_part  # noqa: PLC0415 - not for a card

                    read_a_part(self._db)
                    self._looked_at = True
                yield
        except BaseException:
            self._device = self._timeline = None
            raise

    def _refold(self, kind: str, cards: tuple[CardId, ...]) -> None:
        """Fold again what an event of a kind concerns: the states of its cards, or their marks."""
        of_states = kind in ("review", ActionKind.MEMORY, ActionKind.DUE)
        (refold_states if of_states else refold_marks)(self._db, cards, self.timeline)

    def _change_rules(
        self, values: Mapping[str, Any], now: datetime, progress: FoldProgress
    ) -> None:
        changes = self.timeline.starts
        change = self._made(ActionKind.RULES, now, changes[-1].at if changes else 0)
        insert_event(self._db, change._replace(payload=dict(values)))
        self._fold_all(progress)

    def _fold_all(self, progress: FoldProgress) -> None:
        timeline = read_timeline(self._db)
        rebuild(self._db, timeline, progress)
        self._db.execute(
            "insert or replace into facts values (?, ?)",
            (FOLDED_WITH, timeline.fingerprint),
        )
        self._timeline = None

    def _made(self, kind: ActionKind, now: datetime, latest: int = 0) -> Action:
        at = next_moment(self._db, self.device, now, latest)
        return Action(self.device, at, offset_minutes(now), kind)

    def _cards_of(self, event: EventId) -> list[CardId]:
        return [CardId(row[0]) for row in self._db.execute(_CARDS_OF_EVENT, event._asdict())]

    def _fact(self, name: str) -> str | None:
        row = self._db.execute("select value from facts where name = ?", (name,)).fetchone()
        return row[0] if row else None


def _last_answer(state: State) -> tuple[int, datetime | None]:
    """The number of answers that led to a state, and the time of the last one."""
    known = state if isinstance(state, Scheduled) else None
    return (known.reps, known.last_review) if known else (0, None)


_LAST_DONE = """
select * from (
  select * from (
    select at, utc_offset_min, 'review' as kind from effective_reviews
    where device = :device
    order by at desc limit 1
  )
  union all
  select * from (
    select at, utc_offset_min, kind from effective_actions
    where device = :device and kind not in ('undo', 'rules')
    order by at desc limit 1
  )
)
order by at desc limit 1
"""

_CARDS_OF_EVENT = """
select card_id from reviews where at = :at and device = :device
union
select card_id from action_cards where at = :at and device = :device
"""
