"""A sitting line by line: for screen readers, dumb terminals and very narrow ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

from studycards.cards.asking import Arrange, Choose, Program, Reveal, Write
from studycards.scheduling.states import Rating
from studycards.terminal import card_view
from studycards.terminal.text import interval_text

if TYPE_CHECKING:
    from rich.console import Console

    from studycards.cli.sitting import Sitting

COMMANDS = ":u undo, :b bury, :s suspend, :q quit"


class Plain:
    """What the learner's lines do to a sitting."""

    def __init__(self, console: Console, sitting: Sitting) -> None:
        self._console = console
        self._sitting = sitting

    def run(self) -> None:
        """Ask until nothing is left or the learner stops."""
        self._console.print(f"Commands: {COMMANDS}")
        try:
            while self._sitting.asked:
                if self._sitting.revealed:
                    self._rate()
                else:
                    self._ask()
        except EOFError:
            return

    def _ask(self) -> None:
        sitting = self._sitting
        assert sitting.asked
        left = sitting.counts
        self._console.print(
            f"\n{sitting.asked.card.deck}: {left.new} new, {left.learning} learning, {left.due} due"
        )
        self._console.print(card_view.question(sitting.prompt))
        given = input(_INPUTS[type(sitting.prompt.input)]).strip()
        if not self._command(given):
            sitting.reveal(given or None)
            assert sitting.current
            self._console.print(
                card_view.answer(
                    sitting.asked.card,
                    sitting.asked.state,
                    sitting.current,
                    self._console.size.width,
                )
            )

    def _rate(self) -> None:
        sitting = self._sitting
        outcomes = sitting.outcomes()
        keys = ", ".join(
            f"{r.value} {r.name.lower()}" + (f" {interval_text(outcomes[r])}" if outcomes else "")
            for r in Rating
        )
        line = input(f"{keys} [{sitting.proposed.value}]: ").strip()
        if self._command(line):
            return
        if line in ("", "1", "2", "3", "4"):
            sitting.rate(Rating(int(line)) if line else sitting.proposed)
            self._tell()
        else:
            self._console.print("Type 1, 2, 3 or 4, or nothing to accept the one in brackets.")

    def _command(self, line: str) -> bool:
        match line:
            case ":u":
                self._sitting.undo()
            case ":b":
                self._sitting.bury()
            case ":s":
                self._sitting.suspend()
            case ":q":
                raise EOFError
            case _:
                return False
        self._tell()
        return True

    def _tell(self) -> None:
        if self._sitting.message:
            self._console.print(self._sitting.message)


_INPUTS = {
    Write: "Answer (empty to see it): ",
    Choose: "Number (empty to see the answer): ",
    Arrange: "Numbers in order (empty to see the answer): ",
    Program: "Press enter to see the solution. ",
    Reveal: "Press enter to see the answer. ",
}
