"""What the history says: numbers only, from the rows.

True retention as Anki counts it: answers that affect scheduling, given in phase review or
after an interval of a day or more; young below 21 days, mature from 21; passed is not again.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from studycards.history.clauses import marked
from studycards.history.clauses import study_day as study_day_of
from studycards.scheduling.study_day import day_from_number, day_number, study_day

if TYPE_CHECKING:
    import sqlite3
    from datetime import date, datetime

    from studycards.scheduling.memory import MemoryModel

MATURE_DAYS = 21
FORECAST_DAYS = 30
CALENDAR_DAYS = 365
PERIODS = {"today": (0, 0), "yesterday": (1, 1), "7": (6, 0), "30": (29, 0), "365": (364, 0)}
"""First and last study day of each period, in days before today."""

STABILITY_BOUNDS = (0, 1, 3, 7, 14, 30, 90, 180, 365, 36_500)
"""Days; the last interval is closed."""


class Statistics:
    """The numbers of one deck or of everything, at one moment."""

    def __init__(
        self,
        db: sqlite3.Connection,
        model: MemoryModel,
        now: datetime,
        rollover: int,
        deck: str | None,
    ) -> None:
        self._db = db
        self._model = model
        self._today = study_day(now, rollover)
        self._values = {"rollover_s": rollover * 3_600, "deck": deck, "mature": MATURE_DAYS}

    def report(self) -> dict[str, Any]:
        """Everything, as JSON values: the contract of `stats --json`."""
        per_day = self._reviews_per_day()
        return {
            "day": self._today.isoformat(),
            "deck": self._values["deck"],
            "cards": self._cards(),
            "today": self._answers_today(),
            "streak": _streak(set(per_day), self._today),
            "retention": self._retention(),
            "due": self._forecast(),
            "calendar": self._calendar(per_day),
            **self._distributions(),
            "decks": self.decks(),
        }

    def _rows(self, sql: str) -> list[sqlite3.Row]:
        values = self._values | {"today": day_number(self._today)}
        return self._db.execute(sql, values).fetchall()

    def _cards(self) -> dict[str, int]:
        row = self._rows(_CARDS)[0]
        return {name: row[name] for name in row.keys()}  # noqa: SIM118 - a row is no mapping

    def _answers_today(self) -> dict[str, Any]:
        row = self._rows(_TODAY)[0]
        return {
            "answers": row["answers"],
            "new": row["new"],
            "again": row["again"],
            "seconds": round(row["taken_ms"] / 1000, 1),
        }

    def _reviews_per_day(self) -> dict[date, int]:
        return {day_from_number(row["day"]): row["answers"] for row in self._rows(_PER_DAY)}

    def _retention(self) -> dict[str, Any]:
        by_day = self._rows(_RETENTION)
        today = day_number(self._today)
        spans = {name: (today - first, today - last) for name, (first, last) in PERIODS.items()}
        spans["all"] = (min((row["day"] for row in by_day), default=today), today)
        return {
            name: _retention_of([row for row in by_day if first <= row["day"] <= last])
            for name, (first, last) in spans.items()
        }

    def _forecast(self) -> list[dict[str, Any]]:
        """Cards due on each of the coming days; what is overdue is due today."""
        due = {row["day"]: row["cards"] for row in self._rows(_DUE_BY_DAY)}
        days = [self._today + timedelta(days=ahead) for ahead in range(FORECAST_DAYS)]
        return [{"day": d.isoformat(), "cards": due.get(day_number(d), 0)} for d in days]

    def _calendar(self, per_day: dict[date, int]) -> list[dict[str, Any]]:
        days = [self._today - timedelta(days=ago) for ago in reversed(range(CALENDAR_DAYS))]
        return [{"day": day.isoformat(), "answers": per_day.get(day, 0)} for day in days]

    def _distributions(self) -> dict[str, Any]:
        states = self._rows(_MEMORY)
        today = day_number(self._today)
        stability = _histogram([row["stability"] for row in states], STABILITY_BOUNDS)
        difficulty = _histogram([row["difficulty"] for row in states], tuple(range(1, 11)))
        retrievability = [
            100 * self._model.retrievability(row["stability"], today - row["last_day"])
            for row in states
        ]
        tens = tuple(range(0, 101, 10))
        return {
            "stability": stability,
            "difficulty": difficulty,
            "retrievability": _histogram(retrievability, tens),
        }

    def decks(self) -> list[dict[str, Any]]:
        """Name, title and counts of every deck."""
        return [
            {name: row[name] for name in row.keys()}  # noqa: SIM118 - a row is no mapping
            for row in self._rows(_DECKS)
        ]


def _retention_of(rows: list[sqlite3.Row]) -> dict[str, Any]:
    def rate(passed: int, failed: int) -> dict[str, Any]:
        answers = passed + failed
        share = round(passed / answers, 4) if answers else None
        return {"passed": passed, "failed": failed, "rate": share}

    young = sum(row["young_passed"] for row in rows), sum(row["young_failed"] for row in rows)
    mature = sum(row["mature_passed"] for row in rows), sum(row["mature_failed"] for row in rows)
    return {
        "young": rate(*young),
        "mature": rate(*mature),
        "all": rate(young[0] + mature[0], young[1] + mature[1]),
    }


def _streak(days: set[date], today: date) -> dict[str, int]:
    """Study days in a row; a day that is not over yet does not break it."""
    one = timedelta(days=1)
    current, day = 0, today if today in days else today - one
    while day in days:
        current, day = current + 1, day - one
    longest = run = 0
    for day in sorted(days):
        run = run + 1 if day - one in days else 1
        longest = max(longest, run)
    return {"current": current, "longest": longest}


def _histogram(values: list[float], bounds: tuple[int, ...]) -> list[dict[str, Any]]:
    """How many values lie in each [from, to); the last interval holds its end too."""
    from bisect import bisect_right  # noqa: PLC0415

    found = [0] * (len(bounds) - 1)
    for value in values:
        place = min(bisect_right(bounds, value), len(bounds) - 1) - 1
        found[max(place, 0)] += 1
    return [
        {"from": bounds[n], "to": bounds[n + 1], "cards": cards} for n, cards in enumerate(found)
    ]


_IN_DECK = """(:deck is null or exists (
  select 1 from cards where cards.id = {0}.card_id and cards.active and cards.deck = :deck
))"""

_DAY = study_day_of("review")

_REVIEWS = f"""
from effective_reviews as review
where {_IN_DECK.format("review")}
"""

_PER_DAY = f"select {_DAY} as day, count(*) as answers {_REVIEWS} group by day"

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
select file.deck, file.title, {_COUNTS}
from deck_files as file
left join cards as card on card.file_id = file.id and card.active
left join states as state on state.card_id = card.id
where file.active and (:deck is null or file.deck = :deck)
group by file.id
order by file.place
"""  # noqa: S608
