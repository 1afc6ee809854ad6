"""A sitting on the whole screen: a key at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Group
from rich.text import Text

from studycards.cards.asking import Printed, Program
from studycards.cli.coding import Coding
from studycards.cli.context import has_editor
from studycards.cli.sitting import CONFIDENCE
from studycards.scheduling.states import Rating
from studycards.terminal import card_view
from studycards.terminal.answering import Answering, Press, answering
from studycards.terminal.keys import CLOSED, RESIZE
from studycards.terminal.screen import Page, Screen

if TYPE_CHECKING:
    from rich.console import Console, RenderableType

    from studycards.cli.sitting import Sitting
    from studycards.collection import Collection

COMMANDS = {"u": "undo", "b": "bury", "s": "suspend", "e": "edit", "?": "more", "q": "quit"}

HELP = {
    "on the question": {
        "enter": "give the answer; of several lines, on an empty one; of none, show it",
        "space": "the same, where nothing is typed",
        "1 2 3 …": "choose an option, or the next item; backspace takes back",
        "↑ ↓": "point at one, space takes it; in typed text, earlier answers",
        "tab, h": "a hint: a little more of the answer, and a lower proposal",
        "ctrl-d": "run the code that was typed",
        "esc": "then a key of the last list, where letters would be typed",
    },
    "on the answer": {
        "1 2 3 4": "again, hard, good, easy",
        "enter, space": "accept the rating that is proposed",
        "o": "overrule: the answer was right after all",
        "r": "run the program and see",
    },
    "where letters are not typed": {
        "u": "undo, as often as you like, also what you did yesterday",
        "b, s": "ask it tomorrow; ask it no more (`studycards suspend --off`)",
        "e": "edit the card in $VISUAL or $EDITOR",
        "f": "flag the card, to mend it later",
        "i": "the card's history, and what is remembered of it",
        "PgUp PgDn ↑ ↓": "scroll",
        "q, ctrl-c": "quit; every answer is saved as you give it",
    },
}


class QuitSitting(Exception):  # noqa: N818 - a way out, not an error
    """The learner wants to stop."""


class FullScreen:
    """What the keys do to a sitting."""

    def __init__(self, console: Console, collection: Collection, sitting: Sitting) -> None:
        self._screen = Screen(console)
        self._collection = collection
        self._sitting = sitting
        self._coding = Coding(collection, sitting, self._confirm)
        self._typed: list[str] = []
        """What was typed in this sitting, to be had again."""
        self._next_card()

    def run(self) -> None:
        """Ask until nothing is left or the learner stops."""
        with self._screen.open():
            self._paint()
            # Loaded after the first card is on the screen, while it is read.
            _ = self._collection.scheduler
            try:
                while self._sitting.asked:
                    self._press(self._screen.keys.read())
                    if self._sitting.asked is not self._asked:
                        self._next_card()
                    self._paint()
            except QuitSitting:
                return

    def _next_card(self) -> None:
        self._screen.follow()
        self._commanding = False
        self._given: str | None = None
        """An answer that waits until the learner says how sure it is."""
        self._coding.forget()
        self._asked = self._sitting.asked
        self._answering = Answering()
        if self._asked:
            wanted = self._sitting.prompt.input
            self._answering = answering(wanted, self._typed, editor=has_editor())

    def _press(self, key: str) -> None:
        if key == CLOSED:
            raise QuitSitting
        if key == "ctrl-c":
            raise KeyboardInterrupt
        if key == RESIZE:
            return
        if self._sitting.revealed:
            self._press_on_answer(key)
        elif self._given is not None:
            self._press_confidence(key)
        else:
            self._press_on_question(key)

    def _press_on_answer(self, key: str) -> None:
        if key in ("1", "2", "3", "4"):
            self._sitting.rate(Rating(int(key)))
        elif key in ("enter", " "):
            if self._sitting.proposed:
                self._sitting.rate(self._sitting.proposed)
        elif key == "o":
            self._sitting.overrule()
        elif key == "r":
            self._coding.run_output()
        else:
            self._command(key)

    def _press_on_question(self, key: str) -> None:
        if key == "esc" and self._answering.line is not None:
            self._commanding = not self._commanding
            return
        result = Press.NOT_MINE if self._commanding else self._answering.press(key)
        if isinstance(result, str):
            self._give(result)
        elif result is Press.TAKEN:
            self._screen.follow()
        elif key in ("tab", "h"):
            self._sitting.take_hint()
            self._commanding = False
        elif isinstance(self._sitting.prompt.input, Program):
            self._press_on_exercise(key)
        else:
            self._command(key)

    def _press_on_exercise(self, key: str) -> None:
        if key == "g":
            self._coding.give_up()
        elif key in ("enter", " ") and not self._commanding:
            self._coding.write(self._screen.lend_to)
        else:
            self._command(key)

    def _press_confidence(self, key: str) -> None:
        if key in CONFIDENCE:
            self._sitting.confide(int(key))
        if key in (*CONFIDENCE, "enter", " "):
            self._reveal(self._given or "")

    def _give(self, given: str) -> None:
        if isinstance(self._sitting.prompt.input, Program):
            self._coding.test(given)
        elif self._sitting.manner.confidence:
            self._given = given.strip("\n")
        else:
            self._reveal(given.strip("\n"))

    def _reveal(self, given: str) -> None:
        self._given = None
        if given.strip() and self._answering.line is not None:
            self._typed.append(given)
        self._sitting.reveal(given if given.strip() else None)
        self._screen.follow()

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
            case "f":
                self._sitting.flag()
                self._commanding = False
            case "e":
                self._sitting.edit(self._screen.lend_to)
                self._commanding = False
            case "i":
                from studycards.cli.info import card_page

                assert self._asked
                self._look_at(card_page(self._asked, self._collection))
            case "?":
                self._look_at(card_view.help_page(HELP))
            case "q" | "ctrl-d":
                raise QuitSitting

    def _confirm(self, question: str) -> bool:
        """Ask on a page of its own."""
        self._screen.follow()
        while True:
            keys = Text("y yes  n no", "dim")
            self._screen.show(Page(Text(), Text(question), None, None, keys))
            key = self._screen.keys.read()
            if key in ("y", "n", "esc", "ctrl-c", CLOSED):
                self._screen.follow()
                return key == "y"
            self._screen.scroll(key)

    def _look_at(self, page: RenderableType) -> None:
        """Show a page until a key is pressed."""
        self._screen.follow()
        while True:
            self._screen.show(Page(Text(), page, None, None, Text("any key goes on", "dim")))
            key = self._screen.keys.read()
            if key != RESIZE and not self._screen.scroll(key):
                break
        self._screen.follow()
        self._commanding = False
        if key in (CLOSED, "ctrl-c"):
            self._press(key)

    def _paint(self) -> None:
        sitting = self._sitting
        if sitting.asked is None or sitting.current is None:
            return
        standing = card_view.Standing(
            counts=sitting.counts,
            answered=len(sitting.session.ratings),
            seconds_left=sitting.seconds_left,
            cram=sitting.session.cram,
        )
        typing = not sitting.revealed and not self._commanding and self._given is None
        question: list[RenderableType] = [
            card_view.question(sitting.prompt, self._answering.chosen, self._answering.pointed)
        ]
        if sitting.hint and not sitting.revealed:
            question += [Text(), card_view.hint(sitting.hint)]
        if self._coding.report:
            question += [Text(), self._coding.report]
        answer: RenderableType | None = None
        if sitting.revealed:
            asked = sitting.asked
            answer = card_view.answer(asked.card, asked.state, sitting.current, self._screen.width)
        self._screen.show(
            Page(
                header=card_view.header(sitting.asked.card.deck, standing, self._screen.width),
                body=Group(*question),
                below=answer,
                line=self._answering.line if typing else None,
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
            keys = dict(COMMANDS)
            if isinstance(sitting.prompt.answer, Printed):
                keys = {"r": "run"} | keys
            if sitting.current and sitting.current.judgement:
                keys = {"o": "overrule"} | keys
        elif self._given is not None:
            parts.append(Text("How sure are you?"))
            keys = CONFIDENCE | {"↵": "not said"}
        elif self._commanding:
            give_up = {"g": "give up"} if isinstance(sitting.prompt.input, Program) else {}
            keys = {"esc": "back", "h": "hint"} | give_up | COMMANDS
        elif self._answering.line is not None:
            keys = dict(self._answering.keys())
        else:
            keys = dict(self._answering.keys()) | COMMANDS
        parts.append(card_view.keys_line(keys))
        return Group(*parts)
