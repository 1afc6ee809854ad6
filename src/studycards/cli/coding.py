"""Code within a sitting: the tests of an exercise, and outputs run for real."""

from __future__ import annotations

from typing import TYPE_CHECKING

from studycards.cards.asking import Printed, Program
from studycards.cli.context import editor_command
from studycards.errors import StudycardsError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from rich.console import RenderableType

    from studycards.cli.sitting import Sitting
    from studycards.collection import Collection


class Coding:
    """What is written and run for the card on the screen."""

    def __init__(
        self, collection: Collection, sitting: Sitting, confirm: Callable[[str], bool]
    ) -> None:
        self._collection = collection
        self._sitting = sitting
        self._confirm = confirm
        """Asks the learner a question that is answered with yes or no."""
        self.forget()

    def forget(self) -> None:
        """Another card comes."""
        self._attempt: str | None = None
        self.report: RenderableType | None = None
        """What the last run did, to be shown below the question."""

    @property
    def draft(self) -> str:
        """The last attempt, or the skeleton before the first."""
        asked = self._sitting.prompt.input
        assert isinstance(asked, Program)
        return asked.starter if self._attempt is None else self._attempt

    def write(self, run: Callable[[Sequence[str]], int]) -> None:
        """Open the editor on the draft, then run the tests.

        Args:
            run: Runs a command in the foreground, to its exit code.
        """
        if not self._may_run():
            return
        try:
            attempt = _edited(self.draft, run)
        except (StudycardsError, OSError) as error:
            self._sitting.message = f"Not written: {error}"
            return
        if self._is_changed(attempt):
            self._run_tests(attempt)

    def test(self, attempt: str) -> None:
        """Run the tests on an attempt; one that passes shows the answer."""
        if self._is_changed(attempt) and self._may_run():
            self._run_tests(attempt)

    def _is_changed(self, attempt: str) -> bool:
        """Whether there is anything new to run; says so where there is not."""
        if attempt != self.draft and attempt.strip():
            return True
        self._sitting.message = "Nothing was changed, so nothing was run."
        return False

    def _run_tests(self, attempt: str) -> None:
        self._attempt = attempt
        try:
            ran = self._sitting.try_code(attempt)
        except StudycardsError as error:
            self._sitting.message = f"Not run: {error}"
            return
        from studycards.terminal import run_view

        self.report = run_view.tests(ran)

    def give_up(self) -> None:
        """Show the solution beside what was written."""
        self.report = None
        self._sitting.give_up(self._attempt or "")

    def run_output(self) -> None:
        """Run the code of an output card and show what it prints."""
        answer = self._sitting.prompt.answer
        if not isinstance(answer, Printed) or not self._may_run():
            return
        from studycards.running import run_code
        from studycards.terminal import run_view

        try:
            self.report = run_view.printed(run_code(answer.program), answer.text)
        except StudycardsError as error:
            self._sitting.message = f"Not run: {error}"

    def _may_run(self) -> bool:
        """Whether the deck's code may run; a deck that is not ours asks once."""
        assert self._sitting.asked
        card = self._sitting.asked.card
        if self._collection.trusts(card):
            return True
        question = f"Let code of the deck '{card.deck}' run on this machine? (y/n)"
        if self._confirm(f"{card.location.path}\n\n{question}"):
            self._collection.trust(card)
            return True
        self._sitting.message = "The code was not run."
        return False


def _edited(text: str, run: Callable[[Sequence[str]], int]) -> str:
    """A text as the learner's editor leaves it.

    Raises:
        ConfigError: There is no editor.
        StudycardsError: It failed.
    """
    import tempfile
    from pathlib import Path

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "exercise.py"
        path.write_text(text, encoding="utf-8")
        status = run(editor_command(path, 1))
        if status:
            raise StudycardsError(f"the editor returned {status}")
        return path.read_text(encoding="utf-8", errors="replace")
