"""A review session whose effects are carried out on the collection."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple, assert_never

from studycards.cards.asking import Judgement, Program, Verdict
from studycards.collection.cards import find_card, is_flagged
from studycards.config import Grading
from studycards.errors import AnsweredElsewhereError, HistoryError, StudycardsError
from studycards.events import ActionKind
from studycards.review.proposal import proposed_rating
from studycards.review.queue import (
    build_queue,
    is_due,
    median_seconds,
    next_due,
    queued,
    seconds_per_answer,
)
from studycards.review.state import (
    Action,
    BuryOrSuspend,
    Command,
    Counts,
    Current,
    Effect,
    Rate,
    Restored,
    Reveal,
    Save,
    Saved,
    SetConfidence,
    Undo,
    counts,
    leaves_card,
    start,
    step,
)
from studycards.scheduling.study_day import study_day

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from studycards.cards import Card
    from studycards.cards.asking import Question
    from studycards.collection import Collection
    from studycards.collection.cards import CurrentCard
    from studycards.review.editor import OpenEditor
    from studycards.review.queue import Selection
    from studycards.running import RunResult
    from studycards.scheduling.states import Rating, Scheduled


CONFIDENCE = {"1": "guessing", "2": "fairly sure", "3": "certain"}
"""Levels of confidence before the answer is shown, by key."""


class ReviewOptions(NamedTuple):
    """The learner's options for a session."""

    grading: Grading = Grading.PROPOSE
    confidence: bool = False
    """Whether to ask how sure the learner is before the answer is shown."""
    minutes: int | None = None
    """Minutes after which the session stops at the end of a card; None for no limit."""


DEFAULT_OPTIONS = ReviewOptions()


class ReviewSession:
    """The state of the session, the card on the screen and messages to the learner."""

    def __init__(
        self,
        collection: Collection,
        selection: Selection,
        clock: Callable[[], datetime],
        options: ReviewOptions = DEFAULT_OPTIONS,
    ) -> None:
        self.options = options
        self.clock = clock
        self._collection = collection
        self._selection = selection
        self._seconds_per_answer = seconds_per_answer(collection.db)
        self._median_seconds: dict[str, float | None] = {}
        self.message = ""
        """A message to show once."""
        self.current_card: CurrentCard | None = None
        """The card on the screen; None at the end."""
        self.began = clock()
        minutes = options.minutes
        self._until = None if minutes is None else self.began + timedelta(minutes=minutes)
        self.state = start(build_queue(collection, selection, self.began), self.began)
        self._load()

    @property
    def card(self) -> Card:
        """The card on the screen; there must be one."""
        assert self.current_card
        return self.current_card.card

    @property
    def question(self) -> Question:
        """The question on the screen."""
        return self.card.question

    @property
    def current(self) -> Current | None:
        """The card on the screen as answered so far."""
        return self.state.current

    @property
    def revealed(self) -> bool:
        """Whether the answer is on the screen."""
        return self.state.current is not None and self.state.current.revealed

    @property
    def proposed(self) -> Rating | None:
        """The proposed rating; None if the learner wants none."""
        return None if self.options.grading is Grading.SELF else self._following()

    def _following(self) -> Rating:
        assert self.state.current
        kind = self.card.kind
        if kind not in self._median_seconds:
            self._median_seconds[kind] = median_seconds(self._collection.db, kind)
        return proposed_rating(self.state.current, self._median_seconds[kind])

    @property
    def counts(self) -> Counts:
        """Cards left, by queue."""
        return counts(self.state)

    @property
    def seconds_left(self) -> float:
        """An estimate from the last answers; a new card takes one answer for each step."""
        left = self.counts
        steps = len(self._collection.log.rules.learning_steps)
        return self._seconds_per_answer * (left.due + left.learning + left.new * (1 + steps))

    @property
    def hint(self) -> str:
        """The text of the hints taken; empty without one."""
        taken = self.state.current.hints if self.state.current else 0
        return self.question.hint(taken) if taken else ""

    def outcomes(self) -> Mapping[Rating, Scheduled] | None:
        """The outcome of each rating; None if nothing is recorded."""
        if self.state.cram or self.current_card is None:
            return None
        scheduler, state = self._collection.log.scheduler, self.current_card.state
        return scheduler.outcomes(self.card.id, state, self.clock())

    def reveal(self, given: str | None = None) -> None:
        """Show the answer and judge the response, if there is one."""
        self._reveal(self.question.judge(given) if given else None)

    def try_code(self, attempt: str) -> RunResult:
        """Run the tests of an exercise on an attempt; one that passes is the answer."""
        from studycards.cards.assertions import explained  # noqa: PLC0415 - for such cards alone
        from studycards.running import Outcome, run_code  # noqa: PLC0415 - 50 ms with its imports

        assert isinstance(self.question.input, Program)
        ran = run_code(f"{attempt}\n{explained(self.question.input.tests)}")
        self._do(Command.TRY)
        if ran.outcome is Outcome.OK:
            self._reveal(Judgement(Verdict.RIGHT, attempt))
        return ran

    def give_up(self, attempt: str) -> None:
        """Show the solution of an exercise beside the last attempt."""
        self._do(Reveal(Judgement(Verdict.WRONG, attempt)))

    def _reveal(self, judgement: Judgement | None) -> None:
        """Show the answer; with automatic grading, rate a right one at once."""
        self._do(Reveal(judgement))
        right = judgement is not None and judgement.verdict is Verdict.RIGHT
        if self.options.grading is Grading.AUTO and right:
            rating = self._following()
            self.rate(rating)
            self.message = f"✓ right: {rating.name.lower()}. {self.message}".strip()

    def take_hint(self) -> None:
        """Show a little more of the answer."""
        self._do(Command.HINT)

    def set_confidence(self, key: str) -> None:
        """Set the learner's confidence; a key that is not in `CONFIDENCE` leaves it unset."""
        if key in CONFIDENCE:
            self._do(SetConfidence(int(key)))

    def overrule(self) -> None:
        """Overrule the verdict, or restore it."""
        self._do(Command.OVERRULE)

    def rate(self, rating: Rating) -> None:
        """Record a rating and go on; end the session if its time is over."""
        answered = len(self.state.ratings)
        self._do(Rate(rating))
        if len(self.state.ratings) > answered and self._until and self.clock() >= self._until:
            self.current_card = None

    def bury(self) -> None:
        """Bury the card until tomorrow."""
        self._do(Command.BURY)

    def suspend(self) -> None:
        """Suspend the card."""
        self._do(Command.SUSPEND)

    def flag(self) -> None:
        """Flag the card to be corrected later, or remove the flag."""
        card_id = self.card.id
        flagged = is_flagged(self._collection, card_id)
        kind = ActionKind.UNFLAG if flagged else ActionKind.FLAG
        try:
            self._collection.log.record_action(kind, [card_id], self.clock())
        except HistoryError as error:
            self.message = _not_saved(error)
            return
        self.message = (
            f"Unflagged {card_id}."
            if flagged
            else f"Flagged {card_id}; `studycards search is:flagged` finds it."
        )

    def undo(self) -> None:
        """Undo the last event, of this session or an earlier one."""
        self._do(Command.UNDO)
        if self.state.cram:
            self.message = "Nothing is recorded while cramming, so there is nothing to undo."

    def edit(self, open_editor: OpenEditor) -> None:
        """Open the card in the learner's editor and read it again."""
        from studycards.decks.append import own_copy  # noqa: PLC0415 - loads yaml, 12 ms

        try:
            path = own_copy(self.card.location.path, self._collection.search_path)
            status = open_editor(path, self.card.location.line)
        except (StudycardsError, OSError) as error:
            self.message = f"Not edited: {error}"
            return
        self._reload()
        if status:
            self.message = f"The editor returned {status}."

    def _reload(self) -> None:
        self._collection.refresh()
        current = self.state.current
        assert current
        card = find_card(self._collection, current.queued.card_id)
        if card is None:
            self._do(Command.SKIP)
            self.message = (
                "The card is gone from its deck or has a problem: see `studycards check`."
            )
        else:
            self.current_card = card

    def next_due(self) -> datetime | None:
        """When the next studied card of the selection is due."""
        return next_due(self._collection, self._selection, self.clock())

    def _do(self, action: Action) -> None:
        now, before = self.clock(), self.state
        self.message = ""
        self.state, effects = step(self.state, action, now)
        try:
            for effect in effects:
                self._carry_out(effect, now)
        except AnsweredElsewhereError as error:
            self.state, _ = step(before, Command.SKIP, now)
            self.message = f"{error}."
        except HistoryError as error:
            self.state = before
            self.message = _not_saved(error)
            return
        if leaves_card(action):
            self._load()

    def _carry_out(self, effect: Effect, now: datetime) -> None:
        match effect:
            case Save(_, rating, taken_ms, current):
                from studycards.review.recording import record_answer  # noqa: PLC0415 - see there

                shown = self.current_card.state if self.current_card else None
                answered = record_answer(self._collection, current, rating, now, taken_ms, shown)
                self.message = answered.leech
                due = answered.after.due
                in_step = due if isinstance(due, datetime) else None
                self.state, _ = step(self.state, Saved(in_step), now)
            case BuryOrSuspend(card_id, suspend=False):
                self._collection.log.record_action(ActionKind.BURY, [card_id], now)
                self.message = f"Buried {card_id} until tomorrow."
            case BuryOrSuspend(card_id):
                self._collection.log.record_action(ActionKind.SUSPEND, [card_id], now)
                self.message = (
                    f"Suspended {card_id}; `studycards suspend --off {card_id}` brings it back."
                )
            case Undo():
                self._take_back(now)
            case _:
                assert_never(effect)

    def _take_back(self, now: datetime) -> None:
        undone = self._collection.log.undo(now)
        if undone is None:
            self.message = "There is nothing to undo."
            return
        self.message = f"Undone: {undone}."
        card = find_card(self._collection, undone.cards[0]) if len(undone.cards) == 1 else None
        to_be_asked = ("review", ActionKind.BURY, ActionKind.SUSPEND)
        if card and undone.kind in to_be_asked:
            restored = Restored(queued(card.card, card.state), undone.kind == "review")
            self.state, _ = step(self.state, restored, now)

    def _load(self) -> None:
        """Load the card of the session, skipping those that are gone or were answered elsewhere."""
        self.current_card = None
        while self.state.current:
            card = find_card(self._collection, self.state.current.queued.card_id)
            now = self.clock()
            if card and (self.state.cram or self._is_due(card, now)):
                self.current_card = card
                return
            self.state, _ = step(self.state, Command.SKIP, now)

    def _is_due(self, card: CurrentCard, now: datetime) -> bool:
        today = study_day(now, self._collection.log.rules.rollover)
        last_day = today + timedelta(days=self._selection.ahead)
        return is_due(card.state, now, self.state.learn_ahead, last_day)


def _not_saved(error: HistoryError) -> str:
    return f"Not saved: {error}. {error.hint}".strip()
