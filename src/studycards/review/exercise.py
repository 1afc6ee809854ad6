"""Code in a review session: the tests of exercises, and the programs of output cards."""

from __future__ import annotations

from typing import TYPE_CHECKING

from studycards.cards.asking import Printed, Program
from studycards.errors import StudycardsError

if TYPE_CHECKING:
    from collections.abc import Callable

    from studycards.collection import Collection
    from studycards.review.editor import OpenEditor
    from studycards.review.session import ReviewSession
    from studycards.running import RunResult


class ExerciseRunner:
    """Writes and runs code for the card on the screen."""

    def __init__(
        self, collection: Collection, session: ReviewSession, confirm: Callable[[str], bool]
    ) -> None:
        self._collection = collection
        self._session = session
        self._confirm = confirm
        """Asks the learner a yes/no question."""
        self.forget()

    def forget(self) -> None:
        """Start afresh with another card."""
        self._attempt: str | None = None
        self.ran: RunResult | None = None
        """The last run, shown below the question."""

    @property
    def draft(self) -> str:
        """The last attempt, or the skeleton before the first."""
        wanted = self._session.question.input
        assert isinstance(wanted, Program)
        return wanted.starter if self._attempt is None else self._attempt

    def write(self, open_editor: OpenEditor) -> None:
        """Open the editor on the draft, then run the tests."""
        if not self._may_run():
            return
        from studycards.review.editor import edited  # noqa: PLC0415 - 4 ms, for such cards alone

        try:
            attempt = edited(self.draft, open_editor)
        except (StudycardsError, OSError) as error:
            self._session.message = f"Not written: {error}"
            return
        if self._is_changed(attempt):
            self._run_tests(attempt)

    def test(self, attempt: str) -> None:
        """Run the tests on an attempt; one that passes shows the answer."""
        if self._is_changed(attempt) and self._may_run():
            self._run_tests(attempt)

    def give_up(self) -> None:
        """Show the solution beside the last attempt."""
        self.ran = None
        self._session.give_up(self._attempt or "")

    def run_output(self) -> None:
        """Run the code of an output card."""
        answer = self._session.question.answer
        assert isinstance(answer, Printed)
        if not self._may_run():
            return
        from studycards.running import run_code  # noqa: PLC0415 - 50 ms, when a key asks for it

        try:
            self.ran = run_code(answer.program)
        except StudycardsError as error:
            self._session.message = f"Not run: {error}"

    def _is_changed(self, attempt: str) -> bool:
        """Whether the attempt is new; otherwise says that nothing was run."""
        if attempt != self.draft and attempt.strip():
            return True
        self._session.message = "Nothing was changed, so nothing was run."
        return False

    def _run_tests(self, attempt: str) -> None:
        self._attempt = attempt
        try:
            self.ran = self._session.try_code(attempt)
        except StudycardsError as error:
            self._session.message = f"Not run: {error}"

    def _may_run(self) -> bool:
        """Whether the deck's code may run; asks once about a deck that is not trusted."""
        card = self._session.card
        assert card
        from studycards.collection.checking import is_trusted, trust  # noqa: PLC0415 - loads yaml

        if is_trusted(self._collection, card):
            return True
        question = f"Run code of the deck '{card.deck}' on this machine? (y/n)"
        if self._confirm(f"{card.location.path}\n\n{question}"):
            trust(self._collection, card)
            return True
        self._session.message = "The code was not run."
        return False
