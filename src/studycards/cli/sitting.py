"""One sitting run for real: effects of the session are carried out on the collection."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, assert_never

from studycards.cards.asking import Arrange, Choose, Judgement, Verdict, Write
from studycards.history.events import ActionKind
from studycards.review.session import (
    Action,
    Bury,
    BuryCard,
    Counts,
    Effect,
    Rate,
    Restored,
    Reveal,
    Save,
    Saved,
    Skip,
    Suspend,
    SuspendCard,
    TakeBack,
    Undo,
    counts,
    start,
    step,
)
from studycards.scheduling.states import Rating

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from studycards.cards.asking import Prompt
    from studycards.collection import Asked, Collection, Selection
    from studycards.scheduling.states import Scheduled

PROPOSALS = {Verdict.RIGHT: Rating.GOOD, Verdict.NEARLY: Rating.HARD, Verdict.WRONG: Rating.AGAIN}


class Sitting:
    """The session, the card on the screen and what to tell the learner."""

    def __init__(
        self, collection: Collection, selection: Selection, clock: Callable[[], datetime]
    ) -> None:
        self._collection = collection
        self._selection = selection
        self._clock = clock
        self._pace = collection.pace()
        self.message = ""
        """Something that happened, to be shown once."""
        self.asked: Asked | None = None
        """The card on the screen; None at the end."""
        self.began = clock()
        self.session = start(collection.session(selection, self.began), self.began)
        self._load()

    @property
    def prompt(self) -> Prompt:
        """The question on the screen."""
        assert self.asked
        return self.asked.card.content.prompt(self.asked.seed)

    @property
    def revealed(self) -> bool:
        """Whether the answer is on the screen."""
        return self.session.current is not None and self.session.current.revealed

    @property
    def judgement(self) -> Judgement | None:
        """What was made of the answer given."""
        return self.session.current.judgement if self.session.current else None

    @property
    def proposed(self) -> Rating:
        """The rating that enter accepts; a card that wants an answer and got none is forgotten."""
        if self.judgement and self.judgement.verdict:
            return PROPOSALS[self.judgement.verdict]
        match self.prompt.input:
            case Choose() | Arrange() | Write(optional=False) if self.judgement is None:
                return Rating.AGAIN
            case _:
                return Rating.GOOD

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

    def outcomes(self) -> Mapping[Rating, Scheduled] | None:
        """What each rating would lead to; None where nothing is recorded."""
        if self.session.cram or self.asked is None:
            return None
        return self._collection.outcomes(self.asked, self._clock())

    def reveal(self, given: str | None = None) -> None:
        """Show the answer; judge what was given, where something was."""
        assert self.asked
        content = self.asked.card.content
        self._do(Reveal(content.judge(given, self.asked.seed) if given else None))

    def rate(self, rating: Rating) -> None:
        """Record a rating and go on."""
        self._do(Rate(rating))

    def bury(self) -> None:
        """Put the card off until tomorrow."""
        self._do(Bury())

    def suspend(self) -> None:
        """Put the card off until it is taken back."""
        self._do(Suspend())

    def undo(self) -> None:
        """Take back the last thing done, in this sitting or before."""
        self._do(Undo())
        if self.session.cram:
            self.message = "Nothing is recorded while cramming, so there is nothing to undo."

    def reload(self) -> None:
        """Read the card again after it was edited."""
        self._collection.refresh(lambda *_: None)
        current = self.session.current
        assert current
        asked = self._collection.ask(current.queued.card_id)
        if asked is None:
            self._do(Skip())
            self.message = "The card is gone from its deck, or has a problem: studycards check"
        else:
            self.asked = asked

    def next_due(self) -> datetime | None:
        """When the next card that was studied is due."""
        return self._collection.next_due(self._clock())

    def _do(self, action: Action) -> None:
        now = self._clock()
        self.message = ""
        self.session, effects = step(self.session, action, now)
        for effect in effects:
            self._carry_out(effect, now)
        if not isinstance(action, Reveal):
            self._load()

    def _carry_out(self, effect: Effect, now: datetime) -> None:
        match effect:
            case Save(card_id, rating, taken_ms, judgement):
                review, after = self._collection.answer(
                    card_id, rating, now, taken_ms=taken_ms, judgement=judgement
                )
                if self._collection.is_leech(review, after):
                    self.message = (
                        f"{card_id} is a leech: forgotten {after.lapses} times."
                        " Edit it, split it or suspend it."
                    )
                due = after.due if isinstance(after.due, datetime) else None
                self.session, _ = step(self.session, Saved(due), now)
            case BuryCard(card_id):
                self._collection.act(ActionKind.BURY, [card_id], now)
                self.message = f"Buried {card_id} until tomorrow."
            case SuspendCard(card_id):
                self._collection.act(ActionKind.SUSPEND, [card_id], now)
                self.message = f"Suspended {card_id}; `studycards suspend --off` takes it back."
            case TakeBack():
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
        if asked and undone.kind is not ActionKind.UNSUSPEND:
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
            self.session, _ = step(self.session, Skip(), now)
