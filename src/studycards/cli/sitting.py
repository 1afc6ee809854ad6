"""One sitting run for real: effects of the session are carried out on the collection."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple, assert_never

from studycards.cards.asking import Arrange, Choose, Judgement, Program, Verdict, Write
from studycards.cli.context import editor_command
from studycards.errors import StudycardsError
from studycards.history.events import ActionKind, Given
from studycards.review.proposal import proposed_rating
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

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from studycards.cards.asking import Prompt
    from studycards.collection import Asked, Collection, Selection
    from studycards.running import Ran
    from studycards.scheduling.states import Rating, Scheduled


CONFIDENCE = {"1": "guessing", "2": "fairly sure", "3": "certain"}
"""How sure a learner may be, before the answer is shown."""


class Manner(NamedTuple):
    """How the learner wants to be asked."""

    grading: str = "propose"
    """A value of `config.Grading`."""
    confidence: bool = False
    """Whether to ask how sure the learner is before the answer is shown."""


class Sitting:
    """The session, the card on the screen and what to tell the learner."""

    def __init__(
        self,
        collection: Collection,
        selection: Selection,
        clock: Callable[[], datetime],
        minutes: int | None = None,
        manner: Manner = Manner(),
    ) -> None:
        self.manner = manner
        self._collection = collection
        self._selection = selection
        self._clock = clock
        self._pace = collection.pace()
        self._usual: dict[str, float | None] = {}
        self.message = ""
        """Something that happened, to be shown once."""
        self.asked: Asked | None = None
        """The card on the screen; None at the end."""
        self.began = clock()
        self._until = None if minutes is None else self.began + timedelta(minutes=minutes)
        self.session = start(collection.session(selection, self.began), self.began)
        self._load()

    @property
    def prompt(self) -> Prompt:
        """The question on the screen."""
        assert self.asked
        return self.asked.card.content.prompt(self.asked.seed)

    @property
    def current(self) -> Current | None:
        """What was done with the card on the screen."""
        return self.session.current

    @property
    def revealed(self) -> bool:
        """Whether the answer is on the screen."""
        return self.session.current is not None and self.session.current.revealed

    @property
    def proposed(self) -> Rating | None:
        """The rating that follows from how the card was answered; None where it is not wanted."""
        return None if self.manner.grading == "self" else self._following()

    def _following(self) -> Rating:
        assert self.asked
        assert self.session.current
        match self.prompt.input:
            case Choose() | Arrange() | Program() | Write(optional=False):
                wants_answer = True
            case _:
                wants_answer = False
        kind = self.asked.card.kind
        if kind not in self._usual:
            self._usual[kind] = self._collection.usual_seconds(kind)
        return proposed_rating(self.session.current, self._usual[kind], wants_answer=wants_answer)

    @property
    def counts(self) -> Counts:
        """What is left."""
        return counts(self.session)

    @property
    def seconds_left(self) -> float:
        """An estimate from the learner's pace; a new card takes an answer for each step."""
        left = self.counts
        steps = len(self._collection.settings.learning_steps)
        return self._pace * (left.due + left.learning + left.new * (1 + steps))

    @property
    def hint(self) -> str:
        """What the hints taken show; empty without one."""
        assert self.asked
        taken = self.session.current.hints if self.session.current else 0
        return self.asked.card.content.hint(taken) if taken else ""

    def outcomes(self) -> Mapping[Rating, Scheduled] | None:
        """What each rating would lead to; None where nothing is recorded."""
        if self.session.cram or self.asked is None:
            return None
        return self._collection.outcomes(self.asked, self._clock())

    def reveal(self, given: str | None = None) -> None:
        """Show the answer; judge what was given, where something was."""
        assert self.asked
        content = self.asked.card.content
        self._reveal(content.judge(given, self.asked.seed) if given else None)

    def try_code(self, attempt: str) -> Ran:
        """Run the tests of an exercise on an attempt; one that passes is the answer."""
        from studycards.cards.assertions import explained
        from studycards.running import Outcome, run_code

        assert isinstance(self.prompt.input, Program)
        ran = run_code(f"{attempt}\n{explained(self.prompt.input.tests)}")
        self._do(Command.TRY)
        if ran.outcome is Outcome.OK:
            self._reveal(Judgement(Verdict.RIGHT, attempt))
        return ran

    def give_up(self, attempt: str) -> None:
        """Show the solution of an exercise beside the last attempt."""
        self._do(Reveal(Judgement(Verdict.WRONG, attempt)))

    def _reveal(self, judgement: Judgement | None) -> None:
        """Show the answer; where grading is automatic, what is right is rated and done."""
        self._do(Reveal(judgement))
        right = judgement is not None and judgement.verdict is Verdict.RIGHT
        if self.manner.grading == "auto" and right:
            rating = self._following()
            self.rate(rating)
            self.message = f"✓ right: {rating.name.lower()}. {self.message}".strip()

    def take_hint(self) -> None:
        """Show a little of the answer."""
        self._do(Command.HINT)

    def confide(self, confidence: int) -> None:
        """Keep how sure the learner is."""
        self._do(SetConfidence(confidence))

    def overrule(self) -> None:
        """Say that the verdict is wrong, or take that back."""
        self._do(Command.OVERRULE)

    def rate(self, rating: Rating) -> None:
        """Record a rating and go on; past the time that was set, come to an end."""
        self._do(Rate(rating))
        if self._until and self._clock() >= self._until:
            self.asked = None

    def bury(self) -> None:
        """Put the card off until tomorrow."""
        self._do(Command.BURY)

    def suspend(self) -> None:
        """Put the card off until it is taken back."""
        self._do(Command.SUSPEND)

    def flag(self) -> None:
        """Flag the card to be mended later, or take the flag off."""
        assert self.asked
        card_id = self.asked.card.id
        flagged = self._collection.is_flagged(card_id)
        kind = ActionKind.UNFLAG if flagged else ActionKind.FLAG
        self._collection.act(kind, [card_id], self._clock())
        self.message = (
            f"Took the flag off {card_id}."
            if flagged
            else f"Flagged {card_id}; `studycards search is:flagged` finds it."
        )

    def undo(self) -> None:
        """Take back the last thing done, in this sitting or before."""
        self._do(Command.UNDO)
        if self.session.cram:
            self.message = "Nothing is recorded while cramming, so there is nothing to undo."

    def edit(self, run: Callable[[Sequence[str]], int]) -> None:
        """Open the card in the learner's editor and read it again.

        Args:
            run: Runs a command in the foreground, to its exit code.
        """
        assert self.asked
        card = self.asked.card
        try:
            status = run(editor_command(self._collection.editable(card), card.location.line))
        except (StudycardsError, OSError) as error:
            self.message = f"Not edited: {error}"
            return
        self._reload()
        if status:
            self.message = f"The editor returned {status}."

    def _reload(self) -> None:
        self._collection.refresh(lambda *_: None)
        current = self.session.current
        assert current
        asked = self._collection.ask(current.queued.card_id)
        if asked is None:
            self._do(Command.SKIP)
            self.message = "The card is gone from its deck, or has a problem: studycards check"
        else:
            self.asked = asked

    def next_due(self) -> datetime | None:
        """When the next card of the selection that was studied is due."""
        return self._collection.next_due(self._selection, self._clock())

    def _do(self, action: Action) -> None:
        now = self._clock()
        self.message = ""
        self.session, effects = step(self.session, action, now)
        for effect in effects:
            self._carry_out(effect, now)
        if leaves_card(action):
            self._load()

    def _carry_out(self, effect: Effect, now: datetime) -> None:
        match effect:
            case Save(card_id, rating, taken_ms, current):
                review, after = self._collection.answer(
                    card_id, rating, now, taken_ms=taken_ms, given=_given(current)
                )
                if self._collection.is_leech(review, after):
                    self.message = (
                        f"{card_id} is a leech: forgotten {after.lapses} times."
                        " Edit it, split it or suspend it."
                    )
                due = after.due if isinstance(after.due, datetime) else None
                self.session, _ = step(self.session, Saved(due), now)
            case BuryOrSuspend(card_id, suspend=False):
                self._collection.act(ActionKind.BURY, [card_id], now)
                self.message = f"Buried {card_id} until tomorrow."
            case BuryOrSuspend(card_id):
                self._collection.act(ActionKind.SUSPEND, [card_id], now)
                self.message = f"Suspended {card_id}; `studycards suspend --off` takes it back."
            case Undo():
                self._take_back(now)
            case _:
                assert_never(effect)

    def _take_back(self, now: datetime) -> None:
        undone = self._collection.undo(now)
        if undone is None:
            self.message = "There is nothing to undo."
            return
        self.message = f"Took back: {undone.kind} of {undone.card_id}."
        asked = self._collection.ask(undone.card_id)
        to_be_asked = ("review", ActionKind.BURY, ActionKind.SUSPEND)
        if asked and undone.kind in to_be_asked:
            restored = Restored(self._collection.queued(asked), undone.kind == "review")
            self.session, _ = step(self.session, restored, now)

    def _load(self) -> None:
        """The card of the session, passing over those that are gone or were answered elsewhere."""
        self.asked = None
        while self.session.current:
            asked = self._collection.ask(self.session.current.queued.card_id)
            now = self._clock()
            if asked and (
                self.session.cram or self._collection.is_due(asked, self._selection, now)
            ):
                self.asked = asked
                return
            self.session, _ = step(self.session, Command.SKIP, now)


def _given(current: Current) -> Given:
    """What the history keeps of a card as it was rated."""
    judgement = current.judgement
    return Given(
        answer=judgement.given if judgement else None,
        verdict=judgement.verdict if judgement else None,
        overruled=current.overruled,
        tries=current.tries,
        hints=current.hints,
        confidence=current.confidence,
    )
