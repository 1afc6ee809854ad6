"""A sitting line by line: for screen readers, dumb terminals and very narrow ones."""

from __future__ import annotations

import subprocess
import sys
from contextlib import suppress
from typing import TYPE_CHECKING

from studycards.cards.asking import Arrange, Choose, Program, Reveal, Write
from studycards.cards.comparing import numbers
from studycards.cli.coding import Coding
from studycards.cli.context import has_editor
from studycards.cli.sitting import CONFIDENCE
from studycards.scheduling.states import Rating
from studycards.terminal import card_view
from studycards.terminal.text import interval_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import Console

    from studycards.cards.asking import Input
    from studycards.cli.sitting import Sitting
    from studycards.collection import Collection

HELP = """\
:h hint, :g give up (an exercise), :o overrule the verdict, :r run the code and see,
:i the card's history, :f flag, :e edit, :u undo, :b bury, :s suspend, :q quit"""

_INPUTS = {
    Write: "Answer (empty to see it): ",
    Choose: "Number (empty to see the answer): ",
    Arrange: "Numbers in order (empty to see the answer): ",
    Program: "Press enter to write it, :g to give up. ",
    Reveal: "Press enter to see the answer. ",
}


class Plain:
    """What the learner's lines do to a sitting."""

    def __init__(self, console: Console, collection: Collection, sitting: Sitting) -> None:
        self._console = console
        self._collection = collection
        self._sitting = sitting
        self._coding = Coding(collection, sitting, self._confirm)

    def run(self) -> None:
        """Ask until nothing is left or the learner stops."""
        if sys.stdin.isatty():
            with suppress(ImportError):
                import readline  # noqa: F401 - gives `input` its editing keys and history
        self._console.print("Commands: :h hint, :u undo, :? all of them, :q quit")
        asked = None
        try:
            while self._sitting.asked:
                if self._sitting.asked is not asked:
                    asked = self._sitting.asked
                    self._coding.forget()
                    self._show_question()
                if self._sitting.revealed:
                    self._rate()
                else:
                    self._ask()
                self._tell()
        except EOFError:
            return

    def _show_question(self) -> None:
        sitting = self._sitting
        assert sitting.asked
        left = sitting.counts
        self._console.print(
            f"\n{sitting.asked.card.deck}: {left.new} new, {left.learning} learning, {left.due} due"
        )
        self._console.print(card_view.question(sitting.prompt))

    def _ask(self) -> None:
        sitting = self._sitting
        asked, wanted = sitting.asked, sitting.prompt.input
        assert asked
        line = input(_INPUTS[type(wanted)])
        if self._command(line.strip()):
            return
        if isinstance(wanted, Program):
            self._write()
        elif line.strip() and not _names_an_option(line, wanted):
            self._console.print("Type the number of an option, or nothing to see the answer.")
        else:
            several = isinstance(wanted, Write) and wanted.lines
            given = "\n".join([line, *_lines("")]) if several and line.strip() else line
            self._confide()
            sitting.reveal(given.strip() or None)
        if sitting.asked is asked and sitting.revealed:
            self._show_answer()

    def _write(self) -> None:
        if has_editor():
            self._coding.write(_run)
        else:
            self._console.print("Write the code; a line with nothing but a full stop ends it.")
            self._coding.test("\n".join(_lines(".")))
        if self._coding.report:
            self._console.print(self._coding.report)

    def _confide(self) -> None:
        if self._sitting.manner.confidence:
            choices = ", ".join(f"{key} {how}" for key, how in CONFIDENCE.items())
            line = input(f"How sure are you? {choices}: ").strip()
            if line in CONFIDENCE:
                self._sitting.confide(int(line))

    def _show_answer(self) -> None:
        sitting = self._sitting
        assert sitting.asked
        assert sitting.current
        width = self._console.size.width
        self._console.print(
            card_view.answer(sitting.asked.card, sitting.asked.state, sitting.current, width)
        )

    def _rate(self) -> None:
        sitting = self._sitting
        outcomes, proposed = sitting.outcomes(), sitting.proposed
        keys = ", ".join(
            f"{r.value} {r.name.lower()}" + (f" {interval_text(outcomes[r])}" if outcomes else "")
            for r in Rating
        )
        line = input(f"{keys}{f' [{proposed.value}]' if proposed else ''}: ").strip()
        if self._command(line):
            return
        if line in ("1", "2", "3", "4"):
            sitting.rate(Rating(int(line)))
        elif not line and proposed:
            sitting.rate(proposed)
        else:
            accept = ", or nothing to accept the one in brackets" if proposed else ""
            self._console.print(f"Type 1, 2, 3 or 4{accept}.")

    def _command(self, line: str) -> bool:
        sitting = self._sitting
        match line:
            case ":?":
                self._console.print(HELP)
            case ":h" if not sitting.revealed:
                sitting.take_hint()
                self._console.print(card_view.hint(sitting.hint))
            case ":g" if not sitting.revealed and isinstance(sitting.prompt.input, Program):
                self._coding.give_up()
                self._show_answer()
            case ":o" if sitting.revealed:
                sitting.overrule()
                self._show_answer()
            case ":r" if sitting.revealed:
                self._coding.run_output()
                if self._coding.report:
                    self._console.print(self._coding.report)
            case ":i":
                from studycards.cli.info import card_page

                assert sitting.asked
                self._console.print(card_page(sitting.asked, self._collection))
            case ":f":
                sitting.flag()
            case ":e":
                sitting.edit(_run)
            case ":u":
                sitting.undo()
            case ":b":
                sitting.bury()
            case ":s":
                sitting.suspend()
            case ":q":
                raise EOFError
            case _:
                return False
        return True

    def _confirm(self, question: str) -> bool:
        self._console.print(question)
        return input("❯ ").strip().lower() in ("y", "yes")

    def _tell(self) -> None:
        if self._sitting.message:
            self._console.print(self._sitting.message)
            self._sitting.message = ""


def _names_an_option(line: str, wanted: Input) -> bool:
    """Whether there are numbers in a line, where the card wants them, and an option for each."""
    match wanted:
        case Choose(options=items) | Arrange(items=items):
            named = numbers(line, len(items))
            return bool(named) and all(1 <= number <= len(items) for number in named)
        case _:
            return True


def _run(command: Sequence[str]) -> int:
    """Run a command in the foreground, to its exit code."""
    return subprocess.run(command, check=False).returncode  # noqa: S603 - the learner's own


def _lines(end: str) -> list[str]:
    """The lines that are typed before one that ends them."""
    lines = []
    while (line := input("… ")) != end:
        lines.append(line)
    return lines
