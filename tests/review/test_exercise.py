"""An exercise in a review session, up to the run."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from studycards.collection import Collection
from studycards.review.exercise import ExerciseRunner
from studycards.review.queue import Selection
from studycards.review.session import ReviewSession
from tests.cli.library import EXERCISE, rows

START = datetime.fromisoformat("2026-03-02T09:00:00+01:00")
STARTER = "def f(x):\n    ...\n"


class Learner:
    """Is asked whether code may run, and says no."""

    def __init__(self, collection: Collection) -> None:
        self.asked: list[str] = []
        self.session = ReviewSession(collection, Selection(), lambda: START)
        self.runner = ExerciseRunner(collection, self.session, self._no)

    def _no(self, question: str) -> bool:
        self.asked.append(question)
        return False


@pytest.fixture
def learner(
    make_deck: Callable[[str, str], Path], open_collection: Callable[[], Collection]
) -> Learner:
    """A learner before an exercise of a deck of their own."""
    make_deck("one", f"deck: one\ncards:\n{EXERCISE}")
    return Learner(open_collection())


@pytest.mark.parametrize("attempt", [STARTER, "", " \n"])
def test_an_attempt_that_is_none(learner: Learner, attempt: str) -> None:
    """The skeleton as it was, or nothing, is not run, and nobody is asked about it."""
    learner.runner.test(attempt)
    assert learner.session.message == "Nothing was changed, so nothing was run."
    assert (learner.asked, learner.runner.ran, learner.runner.draft) == ([], None, STARTER)


def test_code_that_the_learner_does_not_trust(learner: Learner, home: Path) -> None:
    """After a no nothing was run and nothing is trusted, and the next attempt asks again."""
    for times in (1, 2):
        learner.runner.test("def f(x):\n    return x\n")
        assert learner.session.message == "The code was not run."
        assert (len(learner.asked), learner.runner.ran) == (times, None)
    assert learner.runner.draft == STARTER
    assert learner.session.current
    assert learner.session.current.tries == 0
    assert rows(home, "select * from trusted") == []
