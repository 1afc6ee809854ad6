"""The commands on a card: one table for every front-end, the help and the README."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, NamedTuple

from studycards.cards.asking import Printed, Program

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path
    from typing import Protocol

    from studycards.review.exercise import ExerciseRunner
    from studycards.review.session import ReviewSession

    class Frontend(Protocol):
        """What a command may ask of the front-end."""

        session: ReviewSession
        exercise: ExerciseRunner

        def open_editor(self, path: Path, line: int) -> int:
            """Open a file at a line in the learner's editor; returns its exit code."""

        def show_info(self) -> None:
            """Show the card's history and memory."""

        def show_help(self) -> None:
            """Show the commands."""

        def quit(self) -> None:
            """End the session."""


class Side(Enum):
    """When a command applies."""

    QUESTION = "on the question"
    ANSWER = "on the answer"
    EITHER = "on either, except while typing"


class CardCommand(NamedTuple):
    """A command on a card."""

    name: str
    key: str
    """One character; line by line it is typed after a colon."""
    help: str
    do: Callable[[Frontend], None]
    side: Side = Side.EITHER
    label: str = ""
    """Shown beside the key where there is little room; empty if only the help shows it."""
    other_key: str | None = None
    """Another key that does the same, on the full screen."""
    fits: Callable[[ReviewSession], bool] = lambda _: True
    """Whether it makes sense for the card on the screen."""

    def applies(self, session: ReviewSession) -> bool:
        """Whether it applies now."""
        other_side = Side.QUESTION if session.revealed else Side.ANSWER
        return self.side is not other_side and self.fits(session)


def _is_exercise(session: ReviewSession) -> bool:
    return isinstance(session.question.input, Program)


def _is_judged(session: ReviewSession) -> bool:
    return session.current is not None and session.current.judgement is not None


HINT = CardCommand(
    name="hint",
    key="h",
    other_key="tab",
    label="hint",
    help="a hint: a little more of the answer; proposes a lower rating",
    side=Side.QUESTION,
    do=lambda front: front.session.take_hint(),
)
HELP = CardCommand(
    name="help",
    key="?",
    label="more",
    help="list the keys and what they do",
    do=lambda front: front.show_help(),
)
QUIT = CardCommand(
    name="quit",
    key="q",
    other_key="ctrl-d",
    label="quit",
    help="quit (also ctrl-c); every answer is already saved",
    do=lambda front: front.quit(),
)
UNDO = CardCommand(
    name="undo",
    key="u",
    label="undo",
    help="undo, as often as you like, even what you did yesterday",
    do=lambda front: front.session.undo(),
)

COMMANDS = (
    HINT,
    CardCommand(
        name="give up",
        key="g",
        label="give up",
        help="give up an exercise: show the solution beside your code",
        side=Side.QUESTION,
        fits=_is_exercise,
        do=lambda front: front.exercise.give_up(),
    ),
    CardCommand(
        name="overrule",
        key="o",
        label="overrule",
        help="overrule the verdict: the answer was right after all",
        side=Side.ANSWER,
        fits=_is_judged,
        do=lambda front: front.session.overrule(),
    ),
    CardCommand(
        name="run",
        key="r",
        label="run",
        help="run the program and show what it prints",
        side=Side.ANSWER,
        fits=lambda session: isinstance(session.question.answer, Printed),
        do=lambda front: front.exercise.run_output(),
    ),
    UNDO,
    CardCommand(
        name="bury",
        key="b",
        label="bury",
        help="bury the card until tomorrow",
        do=lambda front: front.session.bury(),
    ),
    CardCommand(
        name="suspend",
        key="s",
        label="suspend",
        help="suspend the card; `studycards suspend --off ID` brings it back",
        do=lambda front: front.session.suspend(),
    ),
    CardCommand(
        name="edit",
        key="e",
        label="edit",
        help="edit the card in $VISUAL or $EDITOR",
        do=lambda front: front.session.edit(front.open_editor),
    ),
    CardCommand(
        name="flag",
        key="f",
        help="flag the card, to correct it later",
        do=lambda front: front.session.flag(),
    ),
    CardCommand(
        name="info",
        key="i",
        help="show the card's history and memory",
        do=lambda front: front.show_info(),
    ),
    HELP,
    QUIT,
)  # fmt: skip
"""All commands, in the order shown."""


def applying(session: ReviewSession) -> Iterator[CardCommand]:
    """The commands that apply now."""
    return (command for command in COMMANDS if command.applies(session))


def give_command(front: Frontend, key: str) -> bool:
    """Run the command of a key; False if no command applies."""
    for command in applying(front.session):
        if key in (command.key, command.other_key):
            command.do(front)
            return True
    return False
