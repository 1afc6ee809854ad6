"""The memory model beside the reference implementation, the library `fsrs`."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import fsrs
import pytest
from fsrs.scheduler import LOWER_BOUNDS_PARAMETERS, UPPER_BOUNDS_PARAMETERS
from hypothesis import given, settings
from hypothesis import strategies as st

from studycards.scheduling.memory import DEFAULT_PARAMETERS, MemoryModel
from studycards.scheduling.states import MAX_STABILITY, MemoryState, Rating
from tests.conftest import EXAMPLES

EPOCH = datetime(2000, 1, 1, tzinfo=UTC)

weights = st.tuples(
    *(
        st.floats(low, high)
        for low, high in zip(LOWER_BOUNDS_PARAMETERS, UPPER_BOUNDS_PARAMETERS, strict=True)
    )
)
memories = st.builds(
    MemoryState, stability=st.floats(0.001, 36_500), difficulty=st.floats(1.0, 10.0)
)


def reference(
    parameters: tuple[float, ...], memory: MemoryState | None, elapsed_days: int, rating: Rating
) -> tuple[float, float]:
    """What the library makes of one review; days are given to it as multiples of 24 hours."""
    library = fsrs.Scheduler(parameters, learning_steps=(), relearning_steps=())
    card = fsrs.Card(card_id=1, due=EPOCH)
    if memory is not None:
        card = fsrs.Card(
            card_id=1,
            state=fsrs.State.Review,
            stability=memory.stability,
            difficulty=memory.difficulty,
            due=EPOCH,
            last_review=EPOCH,
        )
    after, _ = library.review_card(card, fsrs.Rating(rating), EPOCH + timedelta(days=elapsed_days))
    assert after.stability is not None
    assert after.difficulty is not None
    return min(after.stability, MAX_STABILITY), after.difficulty


@pytest.mark.slow
@settings(max_examples=150 * EXAMPLES, deadline=None)
@given(
    st.one_of(st.just(DEFAULT_PARAMETERS), weights),
    st.one_of(st.none(), memories),
    st.integers(0, 40_000),
    st.sampled_from(Rating),
)
def test_equals_the_library(
    parameters: tuple[float, ...], memory: MemoryState | None, elapsed_days: int, rating: Rating
) -> None:
    """Stability and difficulty are those of `fsrs` to 1e-12, for any weights within their bounds."""
    ours = MemoryModel(parameters).after(memory, elapsed_days, rating)
    theirs = reference(parameters, memory, elapsed_days, rating)
    assert (ours.stability, ours.difficulty) == pytest.approx(theirs, rel=1e-12, abs=1e-12)


@pytest.mark.slow
@settings(max_examples=100 * EXAMPLES, deadline=None)
@given(weights, st.floats(0.001, 36_500), st.integers(0, 40_000))
def test_retrievability_equals_the_library(
    parameters: tuple[float, ...], stability: float, elapsed_days: int
) -> None:
    """So is the chance of recall."""
    card = fsrs.Card(
        card_id=1, state=fsrs.State.Review, stability=stability, difficulty=5.0, due=EPOCH,
        last_review=EPOCH,
    )  # fmt: skip
    theirs = fsrs.Scheduler(parameters).get_card_retrievability(
        card, EPOCH + timedelta(days=elapsed_days)
    )
    ours = MemoryModel(parameters).retrievability(stability, elapsed_days)
    assert ours == pytest.approx(theirs, rel=1e-12)


@given(weights, st.floats(0.001, 36_500), st.floats(0.7, 0.99))
def test_interval_is_the_inverse_of_retrievability(
    parameters: tuple[float, ...], stability: float, retention: float
) -> None:
    """After the interval the chance of recall is the retention that was asked for."""
    model = MemoryModel(parameters)
    days = model.interval(stability, retention)
    assert model.retrievability(stability, days) == pytest.approx(retention, rel=1e-9)


@pytest.mark.parametrize("number", range(21))
@pytest.mark.parametrize("beyond", [-1e-6, 1e-6])
def test_bounds_of_the_weights(number: int, beyond: float) -> None:
    """Each weight may be at its bound, and not beyond: the bounds are those of the library."""
    at = (LOWER_BOUNDS_PARAMETERS if beyond < 0 else UPPER_BOUNDS_PARAMETERS)[number]
    weights = list(DEFAULT_PARAMETERS)
    weights[number] = at
    assert MemoryModel(tuple(weights)).parameters[number] == at
    weights[number] = at + beyond
    with pytest.raises(ValueError, match="within the bounds"):
        MemoryModel(tuple(weights))


def test_defaults_are_those_of_the_library() -> None:
    """The weights used where the learner has none are the published ones."""
    assert fsrs.scheduler.DEFAULT_PARAMETERS == DEFAULT_PARAMETERS
