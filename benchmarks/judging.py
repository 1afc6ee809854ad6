"""Time the verdicts on the exercises of the shipped decks against their tests run by hand.

`python -m benchmarks.judging` prints the seconds of both as JSON. A verdict is all that comes
between the end of the editor and the painting of the next screen, for a solution that passes. By
hand is the same interpreter with the same code and tests in a file. The two take turns.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.running import NOW, open_collection, seconds
from studycards.cards.asking import Program, Solution
from studycards.review.exercise import ExerciseRunner
from studycards.review.queue import Selection
from studycards.review.session import ReviewSession
from studycards.scheduling.states import Rating

if TYPE_CHECKING:
    from collections.abc import Iterator

    from studycards.collection import Collection

PASSES = 3


def main() -> None:
    """Measure some times over."""
    pairs: list[tuple[float, float]] = []
    for _ in range(PASSES):
        with tempfile.TemporaryDirectory() as folder:
            pairs += measure(Path(folder))
    verdicts, by_hand = zip(*pairs, strict=True)
    print(json.dumps({"verdicts": verdicts, "by hand": by_hand}))


def measure(folder: Path) -> Iterator[tuple[float, float]]:
    """The seconds of a verdict and of a run by hand, for each exercise; either may go first."""
    collection = open_collection(folder, folder / "decks", NOW)
    collection.refresh()
    for number, session in enumerate(exercises(collection)):
        question = session.card.question
        assert isinstance(question.input, Program)
        assert isinstance(question.answer, Solution)
        solution = question.answer.code
        file = folder / "by_hand.py"
        file.write_text(f"{solution}\n{question.input.tests}", encoding="utf-8")
        runner = ExerciseRunner(collection, session, lambda _: True)
        verdict = partial(judge, runner, session, solution)
        by_hand = partial(subprocess.run, [sys.executable, file], check=True, capture_output=True)
        if number % 2:
            yield seconds(verdict), seconds(by_hand)
        else:
            after = seconds(by_hand)
            yield seconds(verdict), after
    collection.close()


def exercises(collection: Collection) -> Iterator[ReviewSession]:
    """A review session, each time that it asks an exercise."""
    session = ReviewSession(collection, Selection(cram=True), lambda: NOW)
    while session.current_card:
        if isinstance(session.card.question.input, Program):
            yield session
        else:
            session.reveal()
        session.rate(Rating.GOOD)


def judge(runner: ExerciseRunner, session: ReviewSession, attempt: str) -> None:
    """What a session does with code that was written."""
    runner.test(attempt)
    assert session.revealed


if __name__ == "__main__":
    main()
