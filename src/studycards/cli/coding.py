"""Code within a sitting: exercises written in an editor, outputs run for real."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from studycards.cards.asking import Program
from studycards.cli.context import editor_command
from studycards.errors import StudycardsError
from studycards.terminal.keys import CLOSED
from studycards.terminal.screen import Page

if TYPE_CHECKING:
    from rich.console import RenderableType

    from studycards.cli.sitting import Sitting
    from studycards.collection import Collection
    from studycards.terminal.screen import Screen


class Coding:
    """What is written and run for the card on the screen."""

    def __init__(self, screen: Screen, collection: Collection, sitting: Sitting) -> None:
        self._screen = screen
        self._collection = collection
        self._sitting = sitting
        self.forget()

    def forget(self) -> None:
        """Another card comes."""
        self._attempt: str | None = None
        self.report: RenderableType | None = None
        """What the last run did, to be shown below the question."""

    def write(self) -> None:
        """Open the editor on the skeleton or the last attempt, then run the tests."""
        asked = self._sitting.prompt.input
        assert isinstance(asked, Program)
        if not self._may_run():
            return
        before = self._attempt if self._attempt is not None else asked.starter
        try:
            attempt = self._edited(before)
        except (StudycardsError, OSError) as error:
            self._sitting.message = f"Not written: {error}"
            return
        if attempt == before or not attempt.strip():
            self._sitting.message = "Nothing was changed, so nothing was run."
            return
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
        from studycards.cards.output import Output

        assert self._sitting.asked
        content = self._sitting.asked.card.content
        if not isinstance(content, Output) or not self._may_run():
            return
        from studycards.running import run_code
        from studycards.terminal import run_view

        try:
            self.report = run_view.printed(run_code(content.code), content.prints)
        except StudycardsError as error:
            self._sitting.message = f"Not run: {error}"

    def _may_run(self) -> bool:
        """Whether the deck's code may run; a deck that is not ours asks once."""
        assert self._sitting.asked
        card = self._sitting.asked.card
        if self._collection.trusts(card):
            return True
        question = f"Let code of the deck '{card.deck}' run on this machine? (y/n)"
        page = Text(f"{card.location.path}\n\n{question}")
        while True:
            self._screen.show(Page(Text(), page, None, None, Text("y yes  n no", "dim")))
            key = self._screen.keys.read()
            if key == "y":
                self._collection.trust(card)
                return True
            if key in ("n", "esc", "ctrl-c", CLOSED):
                self._sitting.message = "The code was not run."
                return False

    def _edited(self, before: str) -> str:
        """A text as the learner's editor leaves it."""
        import os
        import tempfile
        from pathlib import Path

        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "exercise.py"
            path.write_text(before, encoding="utf-8")
            status = self._screen.lend_to(editor_command(path, 1))
            if status:
                raise StudycardsError(f"the editor returned {status}")
            return path.read_text(encoding="utf-8", errors="replace").replace(os.linesep, "\n")
