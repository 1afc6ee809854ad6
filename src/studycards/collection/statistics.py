"""Statistics of the history, as numbers.

True retention as Anki counts it: answers that affect scheduling, given in phase review or
after an interval of a day or more; young below 21 days, mature from 21; passed is not again.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from datetime import timedelta
from itertools import pairwise
from math import inf
from typing import TYPE_CHECKING, NamedTuple

from studycards.cards import DeckName, Source
from studycards.collection.catalog import require_deck
from studycards.events import to_ms
from studycards.history.clauses import marked
from studycards.history.clauses import study_day as study_day_of
from studycards.history.rows import stored_json
from studycards.scheduling.streak import Streak, Studied, streak
from studycards.scheduling.study_day import day_from_number, day_number, study_day

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date, datetime

    from studycards.collection import Collection

MATURE_DAYS = 21
FORECAST_DAYS = 30
CALENDAR_DAYS = 365
PERIODS = {
    "today": (0, 0),
    "yesterday": (1, 1),
    "7": (6, 0),
    "30": (29, 0),
    "365": (364, 0),
    "all": (inf, 0),
}
"""First and last study day of each period, in days before today."""

STABILITY_BOUNDS = (0, 1, 3, 7, 14, 30, 90, 180, 365, 36_500)
"""Days."""
DIFFICULTY_BOUNDS = tuple(range(1, 11))
RETRIEVABILITY_BOUNDS = tuple(range(0, 101, 10))
"""Per cent."""


class CardCounts(NamedTuple):
    """Cards by state."""

    cards: int
    """All of them."""
    new: int
    """Never reviewed."""
    learning: int
    """Learning or relearning."""
    young: int
    """In review, with an interval below 21 days."""
    mature: int
    """In review, with an interval of 21 days or more."""
    suspended: int
    """Also counted above."""
    due: int
    """Due today or before, and not suspended."""


class DeckCounts(NamedTuple):
    """The cards of one deck."""

    deck: DeckName
    title: str
    path: str
    source: Source
    counts: CardCounts


class Today(NamedTuple):
    """The answers of the study day."""

    answers: int
    new: int
    """Answers to cards that were new."""
    again: int
    """Answers rated again."""
    seconds: float
    """Time taken, to a tenth."""


class Recall(NamedTuple):
    """Answers that passed and failed."""

    passed: int
    failed: int

    @property
    def answers(self) -> int:
        """All of them."""
        return self.passed + self.failed

    @property
    def rate(self) -> float | None:
        """The share that passed, 0–1, to four places; None without answers."""
        return round(self.passed / self.answers, 4) if self.answers else None


class Retention(NamedTuple):
    """True retention in one of `PERIODS`, by the interval before each answer."""

    period: str
    young: Recall
    mature: Recall

    @property
    def all(self) -> Recall:
        """Young and mature together."""
        return Recall(
            passed=self.young.passed + self.mature.passed,
            failed=self.young.failed + self.mature.failed,
        )


class DueDay(NamedTuple):
    """The cards due on a study day, today or later."""

    day: date
    cards: int


class StudiedDay(NamedTuple):
    """The answers of a study day, today or earlier."""

    day: date
    answers: int


class Bin(NamedTuple):
    """The cards with a value in [low, high); the first and last bin include what is beyond them."""

    low: int
    high: int
    cards: int


class Report(NamedTuple):
    """The statistics of one deck, or of all, at one time."""

    day: date
    """The study day."""
    deck: str | None
    """None for all decks."""
    cards: CardCounts
    today: Today
    streak: Streak
    retention: tuple[Retention, ...]
    """One for each of `PERIODS`, in their order."""
    forecast: tuple[DueDay, ...]
    """30 days from today on; overdue cards count as due today."""
    calendar: tuple[StudiedDay, ...]
    """365 days up to today."""
    stability: tuple[Bin, ...]
    """In days."""
    difficulty: tuple[Bin, ...]
    retrievability: tuple[Bin, ...]
    """Now, in per cent."""
    decks: tuple[DeckCounts, ...]
    """In the order of the search path."""


def report(collection: Collection, now: datetime, deck: str | None = None) -> Report:
    """The statistics of one deck, or of all.

    Args:
        collection: The open collection.
        now: In the learner's own UTC offset.
        deck: Its name; None for all.

    Raises:
        UnknownDeckError: The deck does not exist.
    """
    if deck is not None:
        require_deck(collection, deck)
    model, rollover = collection.log.scheduler.model, collection.log.rules.rollover
    today = study_day(now, rollover)
    values = _parameters(today, rollover, deck)

    def rows(sql: str) -> list[sqlite3.Row]:
        return collection.db.execute(sql, values).fetchall()

    days = {row["day"]: row for row in rows(_PER_DAY)}
    answers = {day_from_number(day): row["answers"] for day, row in days.items()}
    studied = {day: Studied(row["first"], row["last"]) for day, row in days.items()}
    memory = rows(_MEMORY)
    chances = (
        100 * model.retrievability(row["stability"], day_number(today) - row["last_day"])
        for row in memory
    )
    return Report(
        day=today,
        deck=deck,
        cards=_counts(rows(_CARDS)[0]),
        today=_today(rows(_TODAY)[0]),
        streak=streak(studied, day_number(today), to_ms(now)),
        retention=_retention(rows(_RETENTION), day_number(today)),
        forecast=_forecast(rows(_DUE_BY_DAY), today),
        calendar=_calendar(answers, today),
        stability=_histogram((row["stability"] for row in memory), STABILITY_BOUNDS),
        difficulty=_histogram((row["difficulty"] for row in memory), DIFFICULTY_BOUNDS),
        retrievability=_histogram(chances, RETRIEVABILITY_BOUNDS),
        decks=tuple(map(_deck, rows(_DECKS))),
    )


def deck_counts(collection: Collection, now: datetime) -> list[DeckCounts]:
    """The cards of every deck, in the order of the search path."""
    rollover = collection.log.rules.rollover
    values = _parameters(study_day(now, rollover), rollover, None)
    return [_deck(row) for row in collection.db.execute(_DECKS, values)]


def _parameters(today: date, rollover: int, deck: str | None) -> dict[str, object]:
    return {
        "today": day_number(today),
        "rollover_s": rollover * 3_600,
        "deck": deck,
        "mature": MATURE_DAYS,
    }


def _deck(row: sqlite3.Row) -> DeckCounts:
    return DeckCounts(
        deck=DeckName(row["deck"]),
        title=row["title"],
        path=row["path"],
        source=Source(**stored_json(row["source"])),
        counts=_counts(row),
    )


def _counts(row: sqlite3.Row) -> CardCounts:
    return CardCounts(
        cards=row["cards"],
        new=row["new"],
        learning=row["learning"],
        young=row["young"],
        mature=row["mature"],
        suspended=row["suspended"],
        due=row["due"],
    )


def _today(row: sqlite3.Row) -> Today:
    return Today(
        answers=row["answers"],
        new=row["new"],
        again=row["again"],
        seconds=round(row["taken_ms"] / 1000, 1),
    )


def _retention(by_day: Sequence[sqlite3.Row], today: int) -> tuple[Retention, ...]:
    found = []
    for period, (first, last) in PERIODS.items():
        rows = [row for row in by_day if last <= today - row["day"] <= first]
        young, mature = (
            Recall(
                passed=sum(row[f"{age}_passed"] for row in rows),
                failed=sum(row[f"{age}_failed"] for row in rows),
            )
            for age in ("young", "mature")
        )
        found.append(Retention(period=period, young=young, mature=mature))
    return tuple(found)


def _forecast(by_day: Iterable[sqlite3.Row], today: date) -> tuple[DueDay, ...]:
    due = {day_from_number(row["day"]): row["cards"] for row in by_day}
    days = (today + timedelta(days=ahead) for ahead in range(FORECAST_DAYS))
    return tuple(DueDay(day=day, cards=due.get(day, 0)) for day in days)


def _calendar(answers: Mapping[date, int], today: date) -> tuple[StudiedDay, ...]:
    days = (today - timedelta(days=ago) for ago in reversed(range(CALENDAR_DAYS)))
    return tuple(StudiedDay(day=day, answers=answers.get(day, 0)) for day in days)


def _histogram(values: Iterable[float], bounds: Sequence[int]) -> tuple[Bin, ...]:
    inner = bounds[1:-1]
    found = Counter(bisect_right(inner, value) for value in values)
    return tuple(
        Bin(low=low, high=high, cards=found[index])
        for index, (low, high) in enumerate(pairwise(bounds))
    )


_IN_DECK = """(:deck is null or exists (
  select 1 from cards where cards.id = {0}.card_id and cards.active and cards.deck = :deck
))"""

_DAY = study_day_of("review")

_REVIEWS = f"""
from effective_reviews as review
where {_IN_DECK.format("review")}
"""

_PER_DAY = f"""
select {_DAY} as day, count(*) as answers, min(review.at) as first, max(review.at) as last
{_REVIEWS} group by day
"""

_TODAY = f"""
select
  count(*) as answers,
  coalesce(sum(review.phase = 'new'), 0) as new,
  coalesce(sum(review.rating = 1), 0) as again,
  coalesce(sum(review.taken_ms), 0) as taken_ms
{_REVIEWS} and {_DAY} = :today
"""

_RETENTION = f"""
select
  {_DAY} as day,
  sum(last_interval < :mature and rating > 1) as young_passed,
  sum(last_interval < :mature and rating = 1) as young_failed,
  sum(last_interval >= :mature and rating > 1) as mature_passed,
  sum(last_interval >= :mature and rating = 1) as mature_failed
{_REVIEWS} and (review.phase = 'review' or review.last_interval >= 1)
group by day
"""

_DUE_BY_DAY = f"""
select max(state.due_day, :today) as day, count(*) as cards
from states as state
where exists (select 1 from cards where cards.id = state.card_id and cards.active)
  and {_IN_DECK.format("state")} and not {marked("suspended", "state.card_id")}
group by 1
"""  # noqa: S608

_MEMORY = f"""
select state.stability, state.difficulty, state.last_day
from states as state
where exists (select 1 from cards where cards.id = state.card_id and cards.active)
  and {_IN_DECK.format("state")}
"""  # noqa: S608

_COUNTS = f"""
  count(card.id) as cards,
  coalesce(sum(card.unseen), 0) as new,
  coalesce(sum(state.phase in ('learning', 'relearning')), 0) as learning,
  coalesce(sum(state.phase = 'review' and state.interval < :mature), 0) as young,
  coalesce(sum(state.phase = 'review' and state.interval >= :mature), 0) as mature,
  coalesce(sum({marked("suspended", "card.id")}), 0) as suspended,
  coalesce(sum(state.due_day <= :today and not {marked("suspended", "card.id")}), 0) as due
"""

_CARDS = f"""
select {_COUNTS}
from cards as card
left join states as state on state.card_id = card.id
where card.active and (:deck is null or card.deck = :deck)
"""  # noqa: S608

_DECKS = f"""
select file.deck, file.title, file.path, file.source, {_COUNTS}
from deck_files as file
left join cards as card on card.file_id = file.id and card.active
left join states as state on state.card_id = card.id
where file.active and (:deck is null or file.deck = :deck)
group by file.id
order by file.place
"""  # noqa: S608
