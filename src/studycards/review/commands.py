"""What a learner can do on a card: one table for every front-end, the help and the README."""

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
        """What a command may ask of whoever shows the session."""

        session: ReviewSession
        exercise: ExerciseRunner

        def open_editor(self, path: Path, line: int) -> int:
            """Open a file at a line in the learner's editor, to its exit code."""

        def show_info(self) -> None:
            """Show the card's history and what is remembered of it."""

        def show_help(self) -> None:
            """Show what a learner can do."""

        def quit(self) -> None:
            """End the session."""


class Side(Enum):
    """When a command applies."""

    QUESTION = "on the question"
    ANSWER = "on the answer"
    EITHER = "where letters are not typed"


class CardCommand(NamedTuple):
    """One thing that a learner can do on a card."""

    name: str
    key: str
    """A letter or sign; line by line it is typed after a colon."""
    help: str
    do: Callable[[Frontend], None]
    side: Side = Side.EITHER
    label: str = ""
    """Beside the key where there is little room; empty where it stands in the help alone."""
    other_key: str | None = None
    """Another key that does the same, where keys are not lines."""
    fits: Callable[[ReviewSession], bool] = lambda _: True
    """Whether it makes sense for the card on the screen."""

    def applies(self, session: ReviewSession) -> bool:
        """Whether it can be done now."""
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
    help="a hint: a little more of the answer, and a lower proposal",
    side=Side.QUESTION,
    do=lambda front: front.session.take_hint(),
)
HELP = CardCommand(
    name="help",
    key="?",
    label="more",
    help="the keys and what they do",
    do=lambda front: front.show_help(),
)
QUIT = CardCommand(
    name="quit",
    key="q",
    other_key="ctrl-d",
    label="quit",
    help="quit, as does ctrl-c; every answer is saved as you give it",
    do=lambda front: front.quit(),
)
UNDO = CardCommand(
    name="undo",
    key="u",
    label="undo",
    help="undo, as often as you like, also what you did yesterday",
    do=lambda front: front.session.undo(),
)

COMMANDS = (
    HINT,
    CardCommand(
        name="give up",
        key="g",
        label="give up",
        help="give up an exercise: show the solution beside what you wrote",
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
        help="run the program and see",
        side=Side.ANSWER,
        fits=lambda session: isinstance(session.question.answer, Printed),
        do=lambda front: front.exercise.run_output(),
    ),
    UNDO,
    CardCommand(
        name="bury",
        key="b",
        label="bury",
        help="bury the card: it is asked again tomorrow",
        do=lambda front: front.session.bury(),
    ),
    CardCommand(
        name="suspend",
        key="s",
        label="suspend",
        help="suspend the card: it is asked no more (`studycards suspend --off`)",
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
        help="flag the card, to mend it later",
        do=lambda front: front.session.flag(),
    ),
    CardCommand(
        name="info",
        key="i",
        help="the card's history, and what is remembered of it",
        do=lambda front: front.show_info(),
    ),
    HELP,
    QUIT,
)  # fmt: skip
"""In the order in which they are shown."""


def applying(session: ReviewSession) -> Iterator[CardCommand]:
    """The commands that can be given now."""
    return (command for command in COMMANDS if command.applies(session))


def give_command(front: Frontend, key: str) -> bool:
    """Do what a key stands for; False where it is no command that applies now."""
    for command in applying(front.session):
        if key in (command.key, command.other_key):
            command.do(front)
            return True
    return False
