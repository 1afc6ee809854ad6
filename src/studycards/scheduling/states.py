"""The values of scheduling: rating, phase, memory and the state of a card.

Annotations are evaluated: as texts, each would be compiled when a class is defined.
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import IntEnum, StrEnum
from typing import NamedTuple

DAY = 86_400
"""Seconds."""

MIN_STABILITY = 0.001
"""Days. FSRS-6, fsrs-rs `S_MIN`."""

MAX_STABILITY = 36_500.0
"""Days. FSRS-6, fsrs-rs `S_MAX`; the library `fsrs` has no upper bound."""


class Rating(IntEnum):
    """How well the learner remembered."""

    AGAIN = 1
    HARD = 2
    GOOD = 3
    EASY = 4


class Phase(StrEnum):
    """The phase of a card that was reviewed at least once."""

    LEARNING = "learning"
    REVIEW = "review"
    RELEARNING = "relearning"


@dataclass(frozen=True, slots=True, kw_only=True)
class MemoryState:
    """The memory of one card by FSRS."""

    stability: float
    """Days until retrievability falls to 0.9; 0.001–36500."""
    difficulty: float
    """1 (easy) – 10 (hard)."""

    def __post_init__(self) -> None:
        if not MIN_STABILITY <= self.stability <= MAX_STABILITY:
            raise ValueError(f"stability {self.stability} outside 0.001–36500")
        if not 1 <= self.difficulty <= 10:
            raise ValueError(f"difficulty {self.difficulty} outside 1–10")


class New(NamedTuple):
    """A card that was never reviewed."""


Due = datetime | date
"""A step within the study day is due at a time, everything else on a study day.

A study day is not stored as a time: that would shift with daylight saving time and with every
change of time zone.
"""


class Plan(NamedTuple):
    """The outcome of an answer, as promised to the learner."""

    phase: Phase
    step: int | None
    """Index of the learning or relearning step; None in phase review."""
    days: int | None
    """The planned interval; None for a step."""
    seconds: int | None
    """The delay of a step, even if it became whole days; None in phase review."""
    due: Due

    @property
    def interval(self) -> int:
        """Planned days; 0 for a step shorter than a day."""
        return self.days if self.days is not None else (self.seconds or 0) // DAY


@dataclass(frozen=True, slots=True, kw_only=True)
class Scheduled:
    """A card that was reviewed."""

    phase: Phase
    step: int | None
    """Index of the learning or relearning step; None in phase review."""
    memory: MemoryState
    due: Due
    last_review: datetime
    """The last answer, or the memory set since; with the learner's UTC offset at that time."""
    interval: int
    """Planned days at the last review; 0 for a step shorter than a day."""
    reps: int
    """Reviews so far."""
    lapses: int
    """Times forgotten in phase review."""

    def __post_init__(self) -> None:
        if (self.step is None) != (self.phase is Phase.REVIEW):
            raise ValueError(f"step {self.step} in phase {self.phase}")


State = New | Scheduled


def advanced(
    before: State, rating: Rating, moment: datetime, plan: Plan, memory: MemoryState
) -> Scheduled:
    """The state after an answer, from its plan and the new memory."""
    known = before if isinstance(before, Scheduled) else None
    lapsed = known and known.phase is Phase.REVIEW and rating is Rating.AGAIN
    return Scheduled(
        phase=plan.phase,
        step=plan.step,
        memory=memory,
        due=plan.due,
        last_review=moment,
        interval=plan.interval,
        reps=known.reps + 1 if known else 1,
        lapses=(known.lapses if known else 0) + bool(lapsed),
    )
