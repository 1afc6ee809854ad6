"""FSRS-6 against published numbers.

`tests/vectors/fsrs.json` gathers numbers from the tests of py-fsrs, ts-fsrs, go-fsrs (MIT) and
fsrs-rs (BSD-3-Clause); each vector names its source. Those for FSRS-7, SM-2, parameter
migration, the optimiser and the simulator are not of this scheduler.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from studycards.scheduling.intervals import round_half_up
from studycards.scheduling.memory import MemoryModel
from studycards.scheduling.states import MemoryState, Rating

VECTORS = {
    vector["id"]: vector
    for vector in json.loads((Path(__file__).parents[1] / "vectors" / "fsrs.json").read_text())[
        "vectors"
    ]
}


def of_kind(kind: str) -> list[Any]:
    """The vectors of a kind, as parameters with their ids."""
    return [pytest.param(v, id=v["id"]) for v in VECTORS.values() if v["kind"] == kind]


def model_of(vector: dict[str, Any]) -> MemoryModel:
    """The model with the vector's parameters."""
    return MemoryModel(tuple(vector["params"]))


def after(model: MemoryModel, history: list[list[int]]) -> MemoryState:
    """The memory after ratings and the days before each."""
    memory: MemoryState | None = None
    for rating, days in history:
        memory = model.after(memory, days, Rating(rating))
    assert memory
    return memory


def test_default_parameters() -> None:
    """The defaults are those of every implementation."""
    assert list(MemoryModel().parameters) == VECTORS["default_parameters"]["parameters"]


@pytest.mark.parametrize("vector", of_kind("initial_state"))
def test_initial_state(vector: dict[str, Any]) -> None:
    """The first rating sets stability and difficulty."""
    memories = [model_of(vector).after(None, 0, rating) for rating in Rating]
    expected, tolerance = vector["expect"], vector["tol"]
    assert [m.stability for m in memories] == pytest.approx(expected["stability"], abs=tolerance)
    assert [m.difficulty for m in memories] == pytest.approx(expected["difficulty"], abs=tolerance)


@pytest.mark.parametrize("vector", of_kind("memory_state"))
def test_memory_state(vector: dict[str, Any]) -> None:
    """A history of ratings and elapsed days leads to the published memory."""
    memory = after(model_of(vector), vector["history"])
    assert memory.stability == pytest.approx(vector["expect"]["stability"], abs=vector["tol"])
    assert memory.difficulty == pytest.approx(vector["expect"]["difficulty"], abs=vector["tol"])


@pytest.mark.parametrize("vector", of_kind("next_states"))
def test_next_states(vector: dict[str, Any]) -> None:
    """The four ratings after a history lead to the published memories and intervals."""
    model = model_of(vector)
    before = after(model, vector["history"])
    for rating in Rating:
        memory = model.after(before, vector["delta_t"], rating)
        interval = model.interval(memory.stability, vector["desired_retention"])
        expected = vector["expect"][rating.name.lower()]
        found = [memory.stability, memory.difficulty, interval]
        assert found == pytest.approx(expected, rel=vector["tol"])


@pytest.mark.parametrize("vector", of_kind("step"))
def test_step(vector: dict[str, Any]) -> None:
    """One review of a given memory leads to the published one."""
    stability, difficulty = vector["state"]
    before = MemoryState(stability=stability, difficulty=difficulty)
    memory = model_of(vector).after(before, vector["delta_t"], Rating(vector["rating"]))
    assert memory.stability == pytest.approx(vector["expect"]["stability"], abs=vector["tol"])
    assert memory.difficulty == pytest.approx(vector["expect"]["difficulty"], abs=vector["tol"])


@pytest.mark.parametrize("vector", of_kind("next_difficulty"))
def test_next_difficulty(vector: dict[str, Any]) -> None:
    """Each rating moves difficulty by the published amount."""
    model = model_of(vector)
    before = MemoryState(stability=5.0, difficulty=vector["difficulty"])
    found = [model.after(before, 5, rating).difficulty for rating in Rating]
    assert found == pytest.approx(vector["expect"], abs=vector["tol"])


@pytest.mark.parametrize("vector", of_kind("stability_short_term"))
def test_stability_on_the_same_day(vector: dict[str, Any]) -> None:
    """A review on the day of the last one takes the same-day formula."""
    model = model_of(vector)
    before = MemoryState(stability=vector["S"], difficulty=5.0)
    found = [model.after(before, 0, Rating(rating)).stability for rating in vector["rating"]]
    assert found == pytest.approx(vector["expect"], abs=vector["tol"])


@pytest.mark.parametrize("vector", of_kind("retrievability"))
def test_retrievability(vector: dict[str, Any]) -> None:
    """The forgetting curve passes through the published points."""
    model = model_of(vector)
    points = zip(vector["t"], vector["S"], strict=True)
    found = [model.retrievability(stability, days) for days, stability in points]
    assert found == pytest.approx(vector["expect"], abs=vector["tol"])


@pytest.mark.parametrize("vector", of_kind("interval_rounded"))
def test_intervals_by_retention(vector: dict[str, Any]) -> None:
    """The interval for each desired retention, rounded, at least a day."""
    model = model_of(vector)
    found = [max(1, round_half_up(model.interval(vector["S"], share))) for share in vector["DR"]]
    assert found == vector["expect"]


@pytest.mark.parametrize("vector", of_kind("state_sequence"))
def test_state_sequence(vector: dict[str, Any]) -> None:
    """A long series of reviews, each after the interval given, keeps to the published states."""
    model = model_of(vector)
    tolerance = {"rel" if vector.get("rel") else "abs": vector["tol"]}
    memory: MemoryState | None = None
    elapsed = [0, *vector["intervals"]]
    for place, rating in enumerate(vector["ratings"]):
        memory = model.after(memory, elapsed[place], Rating(rating))
        assert memory.stability == pytest.approx(vector["expect_S"][place], **tolerance)
        assert memory.difficulty == pytest.approx(vector["expect_D"][place], **tolerance)


@pytest.mark.parametrize("kind", ["stability_recall", "stability_forget"])
def test_stability_by_retrievability(kind: str) -> None:
    """Success and failure formulas, through the elapsed days that give each retrievability.

    The vectors give retrievability itself; whole days come near it, and the formulas are
    compared at the retrievability of those days.
    """
    vector = next(v for v in VECTORS.values() if v["kind"] == kind)
    model = model_of(vector)
    wrong = kind == "stability_forget"
    cases = zip(vector["D"], vector["R"], vector["expect"], strict=True)
    for place, (difficulty, retrievability, expected) in enumerate(cases):
        if not wrong and vector["rating"][place] == 1:
            continue  # the model takes the failure formula for again
        rating = Rating.AGAIN if wrong else Rating(vector["rating"][place])
        before = MemoryState(stability=vector["S"], difficulty=difficulty)
        days = round_half_up(model.interval(vector["S"], retrievability))
        around = [model.after(before, days + shift, rating).stability for shift in (-1, 1)]
        assert min(around) <= expected <= max(around)


def test_stability_stays_within_bounds() -> None:
    """The library has no upper bound; FSRS-6 has 36500 days."""
    before = MemoryState(stability=36_000.0, difficulty=1.0)
    assert MemoryModel().after(before, 36_000, Rating.EASY).stability == 36_500.0


def test_bad_parameters_are_refused() -> None:
    """A weight outside its bounds is a ValueError, not a silent schedule."""
    with pytest.raises(ValueError, match="within the bounds"):
        MemoryModel((500.0,) * 21)
