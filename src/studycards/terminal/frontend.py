"""The common part of both front-ends of a terminal: the card shown, its commands, pages."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING

from studycards.review.exercise import ExerciseRunner
from studycards.terminal import card_view

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from rich.console import RenderableType

    from studycards.collection import Collection
    from studycards.collection.cards import CurrentCard
    from studycards.review.session import ReviewSession


class Quit(Exception):  # noqa: N818 - a way out, not an error
    """The learner wants to stop."""


class TerminalFrontend(ABC):
    """Shows a review session and carries out the learner's commands."""

    def __init__(self, collection: Collection, session: ReviewSession, editor: str) -> None:
        self.session = session
        self.exercise = ExerciseRunner(collection, session, self.confirm)
        self._collection = collection
        self._editor = editor
        """Command line of the learner's editor; empty if none is set."""
        self._shown_card: CurrentCard | None = None
        """The card that the front-end shows."""

    @abstractmethod
    def confirm(self, question: str) -> bool:
        """Ask a yes/no question."""

    @abstractmethod
    def show_page(self, page: RenderableType) -> None:
        """Show something other than the card."""

    @abstractmethod
    def show_help(self) -> None:
        """Show the commands."""

    @abstractmethod
    def run_program(self, command: Sequence[str]) -> int:
        """Run a program in the foreground; returns its exit code."""

    def open_editor(self, path: Path, line: int) -> int:
        """Open a file at a line in the learner's editor; returns its exit code."""
        from studycards.review.editor import editor_command  # noqa: PLC0415 - when asked for

        return self.run_program(editor_command(self._editor, path, line))

    def show_info(self) -> None:
        """Show the card's history and memory."""
        from studycards.terminal.info_view import card_info  # noqa: PLC0415 - when asked for

        current = self.session.current_card
        assert current
        reviews = self._collection.log.reviews(current.card.id)
        scheduler, now = self._collection.log.scheduler, self.session.clock()
        self.show_page(card_info(current.card, current.state, reviews, scheduler, now))

    def quit(self) -> None:
        """End the session."""
        raise Quit

    def _turn_to_card(self) -> bool:
        """Turn to the card of the session; whether it is another one, or the same one again."""
        if self.session.current_card is self._shown_card:
            return False
        self._shown_card = self.session.current_card
        self.exercise.forget()
        return True

    def _run_report(self) -> RenderableType | None:
        """The result of the last run."""
        if self.exercise.ran is None or self._shown_card is None:
            return None
        from studycards.terminal.run_view import run_report  # noqa: PLC0415 - for such cards alone

        return run_report(self.exercise.ran, self._shown_card.card.question.answer)

    def _answer(self, width: int) -> RenderableType:
        """The right answer, the verdict and why."""
        current_card, current = self.session.current_card, self.session.current
        assert current_card
        assert current
        return card_view.answer(current_card.card, current_card.state, current, width)
