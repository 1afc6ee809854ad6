"""The memory model: FSRS-6 through the library `fsrs`, and nothing else of that library.

The library counts 24-hour blocks, draws fuzz from the global `random` and sleeps when a card
has no id. Here it gets days counted by us as exact multiples of 24 hours, an id, no fuzz and
no steps, so that only stability and difficulty come from it.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import cached_property

import fsrs

from studycards.scheduling.states import MAX_STABILITY, MIN_STABILITY, MemoryState, Rating

_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)


class MemoryModel:
    """FSRS-6 with one set of parameters."""

    def __init__(self, parameters: tuple[float, ...] = fsrs.scheduler.DEFAULT_PARAMETERS) -> None:
        """Prepare the model.

        Args:
            parameters: The 21 weights of FSRS-6, w0–w20.

        Raises:
            ValueError: A weight is missing or outside its bounds.
        """
        self.parameters = parameters
        self._fsrs = fsrs.Scheduler(
            parameters, learning_steps=(), relearning_steps=(), enable_fuzzing=False
        )

    def after(self, memory: MemoryState | None, elapsed_days: int, rating: Rating) -> MemoryState:
        """The memory after one review.

        Args:
            memory: The memory before; None for the first review.
            elapsed_days: Study days since the last review, at least 0; 0 takes the same-day
                formula.
            rating: The learner's.
        """
        reviewed_at = _EPOCH + timedelta(days=elapsed_days)
        if memory is None:
            card = fsrs.Card(card_id=1, due=_EPOCH)
        else:
            card = fsrs.Card(
                card_id=1,
                state=fsrs.State.Review,
                step=None,
                stability=memory.stability,
                difficulty=memory.difficulty,
                due=_EPOCH,
                last_review=_EPOCH,
            )
        reviewed, _ = self._fsrs.review_card(card, fsrs.Rating(rating), reviewed_at)
        assert reviewed.stability is not None
        assert reviewed.difficulty is not None
        return MemoryState(
            stability=min(max(reviewed.stability, MIN_STABILITY), MAX_STABILITY),
            difficulty=reviewed.difficulty,
        )

    def retrievability(self, stability: float, elapsed_days: float) -> float:
        """The chance of recall after some days, 0–1.

        FSRS-6: R = (1 + f·t/S)^(−w20) with f = 0.9^(−1/w20) − 1, so that R = 0.9 at t = S.
        """
        return float((1 + self._factor * max(elapsed_days, 0) / stability) ** -self.parameters[20])

    def interval(self, stability: float, desired_retention: float) -> float:
        """Days after which retrievability falls to `desired_retention`, not rounded."""
        growth = desired_retention ** (-1 / self.parameters[20]) - 1
        return float(stability / self._factor * growth)

    @cached_property
    def _factor(self) -> float:
        return float(0.9 ** (-1 / self.parameters[20]) - 1)
