"""A review session on the full screen, key by key."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Group
from rich.text import Text

from studycards.cards.asking import Program
from studycards.review.commands import COMMANDS, HINT, Side, applying, give_command
from studycards.review.session import CONFIDENCE
from studycards.scheduling.states import Rating
from studycards.terminal import card_view
from studycards.terminal.answering import Press, answering
from studycards.terminal.frontend import Quit, TerminalFrontend
from studycards.terminal.keys import CLOSED, RESIZE
from studycards.terminal.screen import Page

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import RenderableType

    from studycards.collection import Collection
    from studycards.review.session import ReviewSession
    from studycards.terminal.screen import Screen

KEYS = {
    Side.QUESTION: {
        "enter": "submit; for several lines, on an empty line; with nothing typed, show the answer",
        "space": "the same, if nothing is typed",
        "1 2 3 …": "choose an option, or the next item; backspace removes the last",
        "↑ ↓": "point at one, space picks it; while typing, earlier answers",
        "ctrl-d": "run the code typed",
        "esc": "while typing: the next key is a command",
    },
    Side.ANSWER: {
        "1 2 3 4": "again, hard, good, easy",
        "enter, space": "accept the proposed rating",
    },
    Side.EITHER: {
        "PgUp PgDn ↑ ↓": "scroll",
    },
}
"""The keys other than commands, and what they do."""


class FullScreen(TerminalFrontend):
    """Drives a review session by keys."""

    def __init__(
        self, screen: Screen, collection: Collection, session: ReviewSession, editor: str
    ) -> None:
        super().__init__(collection, session, editor)
        self._screen = screen
        self._typed: list[str] = []
        """What was typed in this session, recalled with the arrow keys."""

    def run(self) -> None:
        """Ask until nothing is left or the learner stops."""
        with self._screen.open():
            try:
                while self.session.current_card:
                    if self._turn_to_card():
                        self._begin_card()
                    self._paint()
                    # Loaded while the first card is read.
                    _ = self._collection.log.scheduler
                    self._press(self._screen.keys.read())
            except Quit:
                return

    def confirm(self, question: str) -> bool:
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

    def show_page(self, page: RenderableType) -> None:
        """Show a page until a key is pressed."""
        self._screen.follow()
        while True:
            self._screen.show(Page(Text(), page, None, None, Text("press any key to go on", "dim")))
            key = self._screen.keys.read()
            if key != RESIZE and not self._screen.scroll(key):
                break
        self._screen.follow()
        if key in (CLOSED, "ctrl-c"):
            self._press(key)

    def show_help(self) -> None:
        """Show what the keys do."""
        self.show_page(card_view.help_page(help_keys()))

    def run_program(self, command: Sequence[str]) -> int:
        """Lend the terminal to a program; returns its exit code."""
        return self._screen.lend_to(command)

    def _begin_card(self) -> None:
        self._screen.follow()
        self._commanding = False
        """Whether the next key is a command, even while typing."""
        self._given: str | None = None
        """An answer that waits for the learner's confidence."""
        wanted = self.session.question.input
        self._answering = answering(wanted, self._typed, editor=bool(self._editor))

    def _press(self, key: str) -> None:
        if key == CLOSED:
            raise Quit
        if key == "ctrl-c":
            raise KeyboardInterrupt
        if key == RESIZE:
            return
        if self.session.revealed:
            self._press_on_answer(key)
        elif self._given is not None:
            self._press_confidence(key)
        else:
            self._press_on_question(key)

    def _press_on_answer(self, key: str) -> None:
        if key in ("1", "2", "3", "4"):
            self.session.rate(Rating(int(key)))
        elif key in ("enter", " "):
            if self.session.proposed:
                self.session.rate(self.session.proposed)
        else:
            self._command(key)

    def _press_on_question(self, key: str) -> None:
        if key == "esc" and self._answering.line is not None:
            self._commanding = not self._commanding
            return
        result = Press.NOT_MINE if self._commanding else self._answering.press(key)
        if isinstance(result, str):
            self._submit(result)
        elif result is Press.TAKEN:
            self._screen.follow()
        elif self._is_exercise() and key in ("enter", " ") and not self._commanding:
            self.exercise.write(self.open_editor)
        else:
            self._command(key)

    def _press_confidence(self, key: str) -> None:
        if key in (*CONFIDENCE, "enter", " "):
            self.session.set_confidence(key)
            self._reveal(self._given or "")

    def _submit(self, given: str) -> None:
        if self._is_exercise():
            self.exercise.test(given)
        elif self.session.options.confidence:
            self._given = given.strip("\n")
        else:
            self._reveal(given.strip("\n"))

    def _reveal(self, given: str) -> None:
        self._given = None
        if given.strip() and self._answering.line is not None:
            self._typed.append(given)
        self.session.reveal(given if given.strip() else None)
        self._screen.follow()

    def _command(self, key: str) -> None:
        if not self._screen.scroll(key) and give_command(self, key):
            self._commanding = False

    def _is_exercise(self) -> bool:
        return isinstance(self.session.question.input, Program)

    def _paint(self) -> None:
        session, width = self.session, self._screen.width
        progress = card_view.Progress(
            counts=session.counts,
            answered=len(session.state.ratings),
            seconds_left=session.seconds_left,
            cram=session.state.cram,
        )
        typing = not session.revealed and not self._commanding
        question: list[RenderableType] = [
            card_view.question(session.question, self._answering.chosen, self._answering.pointed)
        ]
        if session.hint and not session.revealed:
            question += [Text(), card_view.hint(session.question, session.hint)]
        report = self._run_report()
        if report:
            question += [Text(), report]
        self._screen.show(
            Page(
                header=card_view.header(session.card.deck, progress, width),
                body=Group(*question),
                below=self._answer(width) if session.revealed else None,
                line=self._answering.line if typing else None,
                footer=self._footer(),
            )
        )

    def _footer(self) -> RenderableType:
        session = self.session
        parts: list[RenderableType] = []
        if session.message:
            parts.append(Text(session.message, "yellow"))
        commands = {c.key: c.label for c in applying(session) if c.label}
        if session.revealed:
            width = self._screen.width
            parts.append(card_view.ratings(session.outcomes(), session.proposed, width))
            keys = commands
        elif self._given is not None:
            parts.append(Text("How sure are you?"))
            keys = CONFIDENCE | {"↵": "not said"}
        elif self._commanding:
            keys = {"esc": "back"} | commands
        elif self._answering.line is not None:
            keys = dict(self._answering.keys())
        else:
            del commands[HINT.key]  # one line is not enough for all of them
            keys = dict(self._answering.keys()) | commands
        parts.append(card_view.keys_line(keys, self._screen.width))
        return Group(*parts)


def help_keys() -> dict[str, dict[str, str]]:
    """What each key does, by when it applies."""
    return {
        side.value: keys
        | {
            ", ".join(filter(None, (command.other_key, command.key))): command.help
            for command in COMMANDS
            if command.side is side
        }
        for side, keys in KEYS.items()
    }
