"""A review session line by line: for screen readers, dumb terminals and very narrow ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

from studycards.cards.asking import Arrange, Choose, Program, Reveal, Write
from studycards.cards.comparing import names_an_option
from studycards.review.commands import COMMANDS, HELP, HINT, QUIT, UNDO, give_command
from studycards.review.session import CONFIDENCE
from studycards.scheduling.states import Rating
from studycards.terminal import card_view
from studycards.terminal.frontend import Quit, TerminalFrontend
from studycards.terminal.screen import run_program
from studycards.terminal.text import interval_text

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from rich.console import Console, RenderableType

    from studycards.collection import Collection
    from studycards.review.session import ReviewSession
    from studycards.review.state import Current
    from studycards.running import RunResult

_INPUTS = {
    Write: "Answer (empty to see it): ",
    Choose: "Number (empty to see the answer): ",
    Arrange: "Numbers in order (empty to see the answer): ",
    Program: "Press enter to write it, :g to give up. ",
    Reveal: "Press enter to see the answer. ",
}


class Plain(TerminalFrontend):
    """Drives a review session by lines."""

    def __init__(
        self,
        console: Console,
        collection: Collection,
        session: ReviewSession,
        editor: str,
        read_line: Callable[[str], str],
    ) -> None:
        super().__init__(collection, session, editor)
        self._console = console
        self._read_line = read_line
        """Reads a line after a prompt; raises EOFError at the end."""

    def run(self) -> None:
        """Ask until nothing is left or the learner stops."""
        some = ", ".join(f":{c.key} {c.label}" for c in (HINT, UNDO, HELP, QUIT))
        self._console.print(f"Commands: {some}")
        try:
            while self.session.current_card:
                if self._turn_to_card():
                    self._show_question()
                before = self.exercise.ran, self.session.current
                if self.session.revealed:
                    self._rate()
                else:
                    self._ask()
                self._show_changes(*before)
        except (EOFError, Quit):
            return

    def confirm(self, question: str) -> bool:
        """Ask a yes/no question."""
        self._console.print(question)
        return self._read_line("❯ ").strip().lower() in ("y", "yes")

    def show_page(self, page: RenderableType) -> None:
        """Print something other than the card."""
        self._console.print(page)

    def show_help(self) -> None:
        """Print the commands."""
        self._console.print("\n".join(f":{command.key} {command.help}" for command in COMMANDS))

    def run_program(self, command: Sequence[str]) -> int:
        """Run a program in the foreground; returns its exit code."""
        return run_program(command)

    def _show_question(self) -> None:
        left = self.session.counts
        deck = self.session.card.deck
        counts = f"{left.new} new, {left.learning} learning, {left.due} due"
        if self.session.state.cram:
            counts = f"{left.total} to cram"
        self._console.print(f"\n{deck}: {counts}")
        self._console.print(card_view.question(self.session.question))

    def _show_changes(self, ran: RunResult | None, before: Current | None) -> None:
        """Print what a line changed, given the last run and the card before it."""
        report = self._run_report()
        if report and self.exercise.ran is not ran:
            self._console.print(report)
        current = self.session.current
        if current != before and self.session.current_card is self._shown_card:
            if self.session.revealed:
                self._console.print(self._answer(self._console.size.width))
            elif current and before and current.hints > before.hints:
                self._console.print(card_view.hint(self.session.question, self.session.hint))
        if self.session.message:
            self._console.print(self.session.message)
            self.session.message = ""

    def _ask(self) -> None:
        wanted = self.session.question.input
        line = self._read_line(_INPUTS[type(wanted)])
        if self._command(line.strip()):
            return
        if isinstance(wanted, Program):
            self._write()
        elif line.strip() and not names_an_option(line, wanted):
            self._console.print("Type the number of an option, or nothing to see the answer.")
        else:
            several = isinstance(wanted, Write) and wanted.lines
            given = "\n".join([line, *self._lines("")]) if several and line.strip() else line
            self._ask_confidence()
            self.session.reveal(given.strip("\n") if given.strip() else None)

    def _write(self) -> None:
        if self._editor:
            self.exercise.write(self.open_editor)
        else:
            self._console.print("Write the code; end with a line that is only a full stop.")
            self.exercise.test("\n".join(self._lines(".")))

    def _ask_confidence(self) -> None:
        if self.session.options.confidence:
            choices = ", ".join(f"{key} {how}" for key, how in CONFIDENCE.items())
            self.session.set_confidence(self._read_line(f"How sure are you? {choices}: ").strip())

    def _rate(self) -> None:
        outcomes, proposed = self.session.outcomes(), self.session.proposed
        keys = ", ".join(
            card_view.rating_label(r) + (f" {interval_text(outcomes[r])}" if outcomes else "")
            for r in Rating
        )
        line = self._read_line(f"{keys}{f' [{proposed.value}]' if proposed else ''}: ").strip()
        if self._command(line):
            return
        if line in ("1", "2", "3", "4"):
            self.session.rate(Rating(int(line)))
        elif not line and proposed:
            self.session.rate(proposed)
        else:
            accept = ", or nothing to accept the one in brackets" if proposed else ""
            self._console.print(f"Type 1, 2, 3 or 4{accept}.")

    def _command(self, line: str) -> bool:
        return line.startswith(":") and give_command(self, line[1:])

    def _lines(self, end: str) -> list[str]:
        """The lines typed before the one that ends them."""
        lines = []
        while (line := self._read_line("… ")) != end:
            lines.append(line)
        return lines
