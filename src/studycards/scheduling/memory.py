"""The memory model: FSRS-6.

The formulas are those of the Open Spaced Repetition project ("The Algorithm", FSRS-6, wiki of
`fsrs4anki`); the tests hold them to its library `fsrs`. w0–w20 are the weights, S the stability in
days, D the difficulty, R the retrievability, G the rating from 1 to 4.
"""

from __future__ import annotations

from functools import lru_cache
from math import exp

from studycards.scheduling.states import MAX_STABILITY, MIN_STABILITY, MemoryState, Rating

DEFAULT_PARAMETERS = (
    0.212, 1.2931, 2.3065, 8.2956, 6.4133, 0.8334, 3.0194, 0.001, 1.8722, 0.1666, 0.796,
    1.4835, 0.0614, 0.2629, 1.6483, 0.6014, 1.8729, 0.5425, 0.0912, 0.0658, 0.1542,
)  # fmt: skip
"""The published weights of FSRS-6 (fsrs-rs 5.2, py-fsrs 6.3)."""

_BOUNDS = (
    (0.001, 100), (0.001, 100), (0.001, 100), (0.001, 100), (1, 10), (0.001, 4), (0.001, 4),
    (0.001, 0.75), (0, 4.5), (0, 0.8), (0.001, 3.5), (0.001, 5), (0.001, 0.25), (0.001, 0.9),
    (0, 4), (0, 1), (1, 6), (0, 2), (0, 2), (0, 0.8), (0.1, 0.8),
)  # fmt: skip
"""The bounds of each weight, both included (py-fsrs 6.3)."""


def are_parameters(values: tuple[float, ...]) -> bool:
    """Whether these are 21 weights within the bounds of FSRS-6."""
    return len(values) == len(_BOUNDS) and all(
        low <= value <= high for value, (low, high) in zip(values, _BOUNDS, strict=True)
    )


class MemoryModel:
    """FSRS-6 with one set of parameters."""

    def __init__(self, parameters: tuple[float, ...] = DEFAULT_PARAMETERS) -> None:
        """Prepare the model.

        Args:
            parameters: The 21 weights of FSRS-6, w0–w20.

        Raises:
            ValueError: A weight is missing or outside its bounds.
        """
        if not are_parameters(parameters):
            raise ValueError("the parameters are not 21 weights within the bounds of FSRS-6")
        w = self.parameters = parameters
        self._decay = -w[20]
        self._factor = 0.9 ** (1 / self._decay) - 1
        # D0(G) = w4 − e^(w5·(G − 1)) + 1
        self._first_difficulty = tuple(
            w[4] - exp(w[5] * (rating - 1)) + 1 for rating in range(1, 5)
        )
        self._growth = exp(w[8])
        self._bonus = {1: 0.0, 2: w[15], 3: 1.0, 4: w[16]}
        self._same_day = tuple(exp(w[17] * (rating - 3 + w[18])) for rating in range(1, 5))
        self._forgotten_at_most = exp(-w[17] * w[18])

    def after(self, memory: MemoryState | None, elapsed_days: int, rating: Rating) -> MemoryState:
        """The memory after one review.

        Args:
            memory: The memory before; None for the first review.
            elapsed_days: Study days since the last review, at least 0; 0 takes the same-day
                formula.
            rating: The learner's rating.
        """
        if memory is None:
            stability, difficulty = self.first(rating)
        else:
            stability, difficulty = self.next(
                memory.stability, memory.difficulty, elapsed_days, rating
            )
        return MemoryState(stability=stability, difficulty=difficulty)

    def first(self, rating: int) -> tuple[float, float]:
        """Stability and difficulty after the first review: S0(G) = w(G − 1), D0(G) within 1–10."""
        difficulty = min(max(self._first_difficulty[rating - 1], 1.0), 10.0)
        return max(self.parameters[rating - 1], MIN_STABILITY), difficulty

    def next(
        self, stability: float, difficulty: float, elapsed_days: int, rating: int
    ) -> tuple[float, float]:
        """Stability and difficulty after a review, from those before it.

        On the same day S' = S·e^(w17·(G − 3 + w18))·S^(−w19), not below S for a passing rating.
        """
        if elapsed_days < 1:
            growth = self._same_day[rating - 1] * stability ** -self.parameters[19]
            longer = stability * (growth if rating == 1 else max(growth, 1.0))
        else:
            recall = self.retrievability(stability, elapsed_days)
            if rating == 1:
                longer = self._forgotten(stability, difficulty, recall)
            else:
                longer = self._recalled(stability, difficulty, recall, rating)
        return min(max(longer, MIN_STABILITY), MAX_STABILITY), self._harder(difficulty, rating)

    def _recalled(self, stability: float, difficulty: float, recall: float, rating: int) -> float:
        """S' = S·(1 + e^w8·(11 − D)·S^(−w9)·(e^(w10·(1 − R)) − 1)·w15 for hard, ·w16 for easy)."""
        w = self.parameters
        damping: float = stability ** -w[9]
        gain = (exp(w[10] * (1 - recall)) - 1) * self._bonus[rating]
        return stability * (1 + self._growth * (11 - difficulty) * damping * gain)

    def _forgotten(self, stability: float, difficulty: float, recall: float) -> float:
        """S' = w11·D^(−w12)·((S + 1)^w13 − 1)·e^(w14·(1 − R)), at most S·e^(−w17·w18)."""
        w = self.parameters
        left: float = w[11] * difficulty ** -w[12] * ((stability + 1) ** w[13] - 1)
        return min(left * exp(w[14] * (1 - recall)), stability * self._forgotten_at_most)

    def _harder(self, difficulty: float, rating: int) -> float:
        """D' = w7·D0(4) + (1 − w7)·(D − w6·(G − 3)·(10 − D)/9), within 1–10."""
        w = self.parameters
        damped = difficulty - w[6] * (rating - 3) * (10.0 - difficulty) / 9.0
        return min(max(w[7] * self._first_difficulty[3] + (1 - w[7]) * damped, 1.0), 10.0)

    def retrievability(self, stability: float, elapsed_days: float) -> float:
        """The chance of recall after some days, 0–1.

        R = (1 + f·t/S)^(−w20) with f = 0.9^(−1/w20) − 1, so that R = 0.9 at t = S.
        """
        return float((1 + self._factor * max(elapsed_days, 0) / stability) ** self._decay)

    def interval(self, stability: float, desired_retention: float) -> float:
        """Days after which retrievability falls to `desired_retention`, not rounded."""
        return float(stability / self._factor * (desired_retention ** (1 / self._decay) - 1))


@lru_cache(maxsize=8)
def memory_model(parameters: tuple[float, ...]) -> MemoryModel:
    """The model with some parameters, cached."""
    return MemoryModel(parameters)
