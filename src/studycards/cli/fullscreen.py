"""A sitting on the whole screen: a key at a time."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

from rich.console import Group
from rich.text import Text

from studycards.cards.asking import Arrange, Choose, Reveal, Write
from studycards.cli.context import editor_command
from studycards.errors import StudycardsError
from studycards.scheduling.states import Rating
from studycards.terminal import card_view
from studycards.terminal.keys import CLOSED, RESIZE
from studycards.terminal.line import Line
from studycards.terminal.screen import Page, Screen

if TYPE_CHECKING:
    from pathlib import Path

    from rich.console import Console, RenderableType

    from studycards.cards import Card
    from studycards.cli.sitting import Sitting
    from studycards.collection import Collection

COMMANDS = {
    "u": "undo",
    "b": "bury",
    "s": "suspend",
    "e": "edit",
    "?": "help",
    "q": "quit",
}

HELP = """\
Question
  enter, space    show the answer (space only while nothing is typed)
  1 2 3 …         choose an option, or put an item in order; backspace takes back
  esc             then a key of the list below, where letters would be typed

Answer
  1 2 3 4         again, hard, good, easy
  enter, space    accept the rating that is proposed

Whenever letters are not typed
  u               undo: as often as you like, also what you did yesterday
  b               bury: ask this card tomorrow
  s               suspend: ask it no more until `studycards suspend --off`
  e               edit the card in $VISUAL or $EDITOR
  ↑ ↓ PgUp PgDn   scroll
  q, ctrl-c       quit; every answer is saved as you give it

Press a key to go on."""


class QuitSitting(Exception):  # noqa: N818 - a way out, not an error
    """The learner wants to stop."""


class FullScreen:
    """What the keys do to a sitting."""

    def __init__(self, console: Console, collection: Collection, sitting: Sitting) -> None:
        self._screen = Screen(console)
        self._collection = collection
        self._sitting = sitting
        self._forget_input()

    def run(self) -> bool:
        """Ask until nothing is left; False when the learner stopped before."""
        with self._screen.open():
            self._paint()
            # fsrs takes 16 ms to import: after the first card is on the screen, while it is read.
            _ = self._collection.scheduler
            try:
                while self._sitting.asked:
                    self._press(self._screen.keys.read())
                    self._paint()
            except QuitSitting:
                return False
        return True

    def _forget_input(self) -> None:
        self._line = Line()
        self._chosen: tuple[int, ...] = ()
        self._commanding = False

    def _press(self, key: str) -> None:
        if key in (CLOSED, "ctrl-d"):
            raise QuitSitting
        if key == "ctrl-c":
            raise KeyboardInterrupt
        if key == RESIZE:
            return
        if self._sitting.revealed:
            self._press_on_answer(key)
        elif self._typing:
            self._press_while_typing(key)
        else:
            self._press_on_question(key)

    @property
    def _typing(self) -> bool:
        return isinstance(self._sitting.prompt.input, Write) and not self._commanding

    def _press_on_answer(self, key: str) -> None:
        if key in ("enter", " "):
            self._rate(self._sitting.proposed)
        elif key in "1234":
            self._rate(Rating(int(key)))
        else:
            self._command(key)

    def _press_while_typing(self, key: str) -> None:
        if key == "enter" or (key == " " and not self._line.text):
            self._reveal(self._line.text)
        elif key == "esc":
            self._commanding = True
        elif not (key in ("up", "down", "page up", "page down") and self._screen.scroll(key)):
            self._line = self._line.after(key)

    def _press_on_question(self, key: str) -> None:
        match self._sitting.prompt.input:
            case Choose(options=options, several=several) if key.isdecimal():
                self._choose(int(key), len(options), several=several)
            case Arrange(items=items) if key.isdecimal():
                self._arrange(int(key), len(items))
            case Choose() | Arrange() if key == "backspace":
                self._chosen = self._chosen[:-1]
            case Choose() | Arrange() | Reveal() if key in ("enter", " "):
                self._reveal(" ".join(map(str, self._chosen)))
            case Write() if key in ("esc", "enter"):
                self._commanding = False
            case _:
                self._command(key)

    def _choose(self, number: int, options: int, *, several: bool) -> None:
        if not 1 <= number <= options:
            return
        if not several:
            self._reveal(str(number))
        elif number in self._chosen:
            self._chosen = tuple(n for n in self._chosen if n != number)
        else:
            self._chosen = (*self._chosen, number)

    def _arrange(self, number: int, items: int) -> None:
        if not 1 <= number <= items or number in self._chosen:
            return
        self._chosen = (*self._chosen, number)
        if len(self._chosen) == items - 1:
            last = next(n for n in range(1, items + 1) if n not in self._chosen)
            self._chosen = (*self._chosen, last)

    def _command(self, key: str) -> None:
        if self._screen.scroll(key):
            return
        match key:
            case "u":
                self._sitting.undo()
            case "b":
                self._sitting.bury()
            case "s":
                self._sitting.suspend()
            case "e":
                self._edit()
                return
            case "?":
                self._help()
                return
            case "q":
                raise QuitSitting
            case _:
                return
        self._forget_input()
        self._screen.follow()

    def _reveal(self, given: str) -> None:
        self._sitting.reveal(given.strip() or None)
        self._screen.follow()

    def _rate(self, rating: Rating) -> None:
        self._sitting.rate(rating)
        self._forget_input()
        self._screen.follow()

    def _edit(self) -> None:
        assert self._sitting.asked
        card = self._sitting.asked.card
        try:
            path = self._collection.editable(card)
            self._open_editor(card, path)
        except (StudycardsError, OSError) as error:
            self._sitting.message = f"Not edited: {error}"
            return
        self._sitting.reload()
        self._screen.follow()

    def _open_editor(self, card: Card, path: Path) -> None:
        command = editor_command(path, card.location.line)
        with self._screen.lent():
            status = subprocess.run(command, check=False).returncode  # noqa: S603
        if status:
            self._sitting.message = f"The editor returned {status}."

    def _help(self) -> None:
        nothing = Text()
        self._screen.follow()
        while True:
            self._screen.show(Page(Text("Keys", "bold"), Text(HELP), None, None, nothing))
            key = self._screen.keys.read()
            if key != RESIZE and not self._screen.scroll(key):
                break
        self._screen.follow()
        if key in (CLOSED, "ctrl-c"):
            self._press(key)

    def _paint(self) -> None:
        sitting = self._sitting
        if sitting.asked is None:
            return
        card = sitting.asked.card
        standing = card_view.Standing(
            counts=sitting.counts,
            answered=len(sitting.session.ratings),
            seconds_left=sitting.seconds_left,
            cram=sitting.session.cram,
        )
        self._screen.show(
            Page(
                header=card_view.header(card.deck, standing, self._screen.width),
                body=card_view.question(sitting.prompt, self._chosen),
                below=card_view.answer(card, sitting.judgement) if sitting.revealed else None,
                line=self._line if not sitting.revealed and self._typing else None,
                footer=self._footer(),
            )
        )

    def _footer(self) -> RenderableType:
        sitting = self._sitting
        parts: list[RenderableType] = []
        if sitting.message:
            parts.append(Text(sitting.message, "yellow"))
        if sitting.revealed:
            width = self._screen.width
            parts.append(card_view.ratings(sitting.outcomes(), sitting.proposed, width))
            keys = {"↵": sitting.proposed.name.lower()} | COMMANDS
        elif self._typing:
            keys = {"↵": "answer" if self._line.text else "show", "esc": "commands"}
        else:
            keys = self._keys_on_question() | COMMANDS
        parts.append(card_view.keys_line(keys))
        return Group(*parts)

    def _keys_on_question(self) -> dict[str, str]:
        match self._sitting.prompt.input:
            case Write():
                return {"esc": "back"}
            case Choose(options=options, several=several):
                return {f"1–{len(options)}": "choose", "↵": "done" if several else "show"}
            case Arrange(items=items):
                return {f"1–{len(items)}": "next in order", "↵": "done"}
            case _:
                return {"↵": "show"}
