"""A review session as a pure state machine."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studycards.cards import CardId, NoteId
from studycards.cards.asking import Judgement, Verdict
from studycards.review.state import (
    Action,
    BuryOrSuspend,
    Command,
    Counts,
    Current,
    Effect,
    Queued,
    QueueKind,
    Rate,
    Restored,
    Reveal,
    Save,
    Saved,
    SessionState,
    SetConfidence,
    Undo,
    Waiting,
    counts,
    leaves_card,
    start,
    step,
)
from studycards.scheduling.states import Rating
from tests.conftest import EXAMPLES

NOW = datetime.fromisoformat("2026-03-02T09:00:00+01:00")
MINUTE = timedelta(minutes=1)


def card(name: str, kind: QueueKind = QueueKind.NEW) -> Queued:
    """A card in line; its note has the same name."""
    return Queued(CardId(name), NoteId(name), kind)


def session(*names: str, waiting: tuple[Waiting, ...] = (), cram: bool = False) -> SessionState:
    """A session with new cards, started."""
    made = SessionState(
        pending=tuple(card(name) for name in names),
        waiting=waiting,
        learn_ahead=20 * MINUTE,
        cram=cram,
    )
    return start(made, NOW)


def play(
    begun: SessionState, *actions: Action, now: datetime = NOW
) -> tuple[SessionState, list[Effect]]:
    """The session and all effects after some actions."""
    effects: list[Effect] = []
    for action in actions:
        begun, more = step(begun, action, now)
        effects += more
    return begun, effects


def current(of: SessionState) -> str | None:
    """The id of the card on the screen."""
    return of.current.queued.card_id if of.current else None


def test_an_answer() -> None:
    """Reveal, rate, and the review to be saved holds time, answer and verdict."""
    judged = Judgement(Verdict.RIGHT, "object")
    begun, effects = play(session("a", "b"), Reveal(judged), now=NOW)
    assert effects == []
    begun, effects = play(begun, Rate(Rating.GOOD), now=NOW + timedelta(seconds=4))
    (save,) = effects
    assert isinstance(save, Save)
    assert (save.card_id, save.rating, save.taken_ms) == ("a", Rating.GOOD, 4_000)
    assert save.current.judgement == judged
    assert current(begun) == "a"
    begun, _ = play(begun, Saved(None))
    assert current(begun) == "b"
    assert begun.ratings == (Rating.GOOD,)


def test_a_card_comes_fresh() -> None:
    """Nothing is known of an answer when a card comes on the screen."""
    assert session("a").current == Current(
        card("a"), NOW, revealed=False, time_to_reveal=None, judgement=None, overruled=False, hints=0,
        tries=0, confidence=None,
    )  # fmt: skip


def test_what_is_done_before_the_answer() -> None:
    """Hints and tries are counted, the confidence and the time to think are kept."""
    before: list[Action] = [Command.HINT, Command.HINT, Command.TRY, SetConfidence(2)]
    begun, effects = play(session("a"), *before)
    begun, more = play(begun, Reveal(), now=NOW + timedelta(seconds=3))
    assert effects + more == []
    assert begun.current == Current(
        card("a"),
        NOW,
        revealed=True,
        time_to_reveal=timedelta(seconds=3),
        hints=2,
        tries=1,
        confidence=2,
    )


LEAVING: list[Action] = [
    *(Command.BURY, Command.SUSPEND, Command.UNDO, Command.SKIP),
    *(Rate(Rating.GOOD), Saved(None), Restored(card("a"), was_review=True)),
]
STAYING: list[Action] = [Command.HINT, Command.TRY, Command.OVERRULE, Reveal(), SetConfidence(1)]


def test_what_leaves_a_card() -> None:
    """What ends with a card, and what is done while it is on the screen."""
    assert [action for action in (*LEAVING, *STAYING) if leaves_card(action)] == LEAVING


def test_overruling() -> None:
    """A verdict is overruled once it is there, and a second time that is taken back."""
    judged = Judgement(Verdict.WRONG, "object")
    cases: list[tuple[list[Action], bool]] = [
        ([], False),
        ([Reveal()], False),
        ([Reveal(judged)], True),
        ([Reveal(judged), Command.OVERRULE], False),
    ]
    for before, overruled in cases:
        begun, _ = play(session("a"), *before, Command.OVERRULE)
        assert begun.current
        assert begun.current.overruled is overruled


def test_a_rating_before_the_answer_is_shown_means_nothing() -> None:
    """A key pressed too early neither saves nor moves on."""
    begun = session("a")
    assert step(begun, Rate(Rating.EASY), NOW) == (begun, ())


def test_a_step_comes_back_when_it_is_due() -> None:
    """A card in a step is asked again after its delay, before what is still in the queue."""
    begun, _ = play(session("a", "b", "c"), Reveal(), Rate(Rating.AGAIN), Saved(NOW + MINUTE))
    assert current(begun) == "b"
    assert counts(begun) == Counts(new=2, learning=1, due=0)
    begun, _ = play(begun, Reveal(), Rate(Rating.EASY), Saved(None), now=NOW + 2 * MINUTE)
    assert current(begun) == "a"
    assert begun.current
    assert begun.current.queued.kind is QueueKind.LEARNING


def test_steps_in_the_order_in_which_they_are_due() -> None:
    """Of two cards in a step, the one that is due first is asked first."""
    begun, _ = play(session("a", "b"), Reveal(), Rate(Rating.GOOD), Saved(NOW + 10 * MINUTE))
    begun, _ = play(begun, Reveal(), Rate(Rating.AGAIN), Saved(NOW + MINUTE))
    assert current(begun) == "b"
    assert [waiting.queued.card_id for waiting in begun.waiting] == ["a"]


def test_steps_due_this_moment() -> None:
    """A step is due from its moment on, and learned ahead up to the last moment of the time."""
    due = Waiting(card("a", QueueKind.LEARNING), NOW)
    assert current(session("b", waiting=(due,))) == "a"
    at_the_limit = Waiting(card("a", QueueKind.LEARNING), NOW + 20 * MINUTE)
    assert current(session(waiting=(at_the_limit,))) == "a"


def test_learning_ahead_when_nothing_else_is_left() -> None:
    """A step due within twenty minutes is asked at the end, a later one ends the session."""
    soon = Waiting(card("a", QueueKind.LEARNING), NOW + 19 * MINUTE)
    late = Waiting(card("b", QueueKind.LEARNING), NOW + 25 * MINUTE)
    begun = session("c", waiting=(soon, late))
    assert current(begun) == "c"
    begun, _ = play(begun, Reveal(), Rate(Rating.EASY), Saved(None))
    assert current(begun) == "a"
    begun, _ = play(begun, Reveal(), Rate(Rating.EASY), Saved(None))
    assert current(begun) is None
    assert counts(begun).total == 1


@pytest.mark.parametrize(
    ("action", "effect"),
    [
        (Command.BURY, BuryOrSuspend(CardId("a"), suspend=False)),
        (Command.SUSPEND, BuryOrSuspend(CardId("a"), suspend=True)),
    ],
)
def test_putting_off(action: Action, effect: Effect) -> None:
    """A buried or suspended card is recorded and leaves the session, revealed or not."""
    for before in ([], [Reveal()]):
        begun, effects = play(session("a", "b"), *before, action)
        assert effects == [effect]
        assert current(begun) == "b"


def test_undo_brings_the_card_back_before_the_one_on_the_screen() -> None:
    """The undone card is asked again, the one it interrupts right after."""
    begun, _ = play(session("a", "b", "c"), Reveal(), Rate(Rating.AGAIN), Saved(NOW + MINUTE))
    begun, effects = play(begun, Command.UNDO)
    assert effects == [Undo()]
    begun, _ = play(begun, Restored(card("a"), was_review=True))
    assert current(begun) == "a"
    assert (begun.ratings, begun.waiting) == ((), ())
    begun, _ = play(begun, Reveal(), Rate(Rating.EASY), Saved(None))
    assert current(begun) == "b"


def test_undo_takes_one_rating_back() -> None:
    """Of the ratings of the session the last is gone, and none if the undo was of no review."""
    for was_review, left in ((True, (Rating.HARD,)), (False, (Rating.HARD, Rating.EASY))):
        begun = session("a", "b")
        for rating in (Rating.HARD, Rating.EASY):
            begun, _ = play(begun, Reveal(), Rate(rating), Saved(None))
        begun, _ = play(begun, Restored(card("b"), was_review=was_review))
        assert begun.ratings == left


def test_undo_after_the_end() -> None:
    """The last answer can be undone when nothing is left."""
    begun, _ = play(session("a"), Reveal(), Rate(Rating.EASY), Saved(None))
    assert current(begun) is None
    begun, effects = play(begun, Command.UNDO, Restored(card("a"), was_review=True))
    assert effects == [Undo()]
    assert current(begun) == "a"


def test_a_card_that_is_gone_is_skipped() -> None:
    """A card removed meanwhile costs nothing."""
    begun, effects = play(session("a", "b"), Command.SKIP)
    assert (current(begun), effects) == ("b", [])


def test_cramming_leaves_no_trace() -> None:
    """No effect at all; what was forgotten is asked again at the end."""
    begun = session("a", "b", cram=True)
    begun, effects = play(begun, Reveal(), Rate(Rating.AGAIN), Reveal(), Rate(Rating.GOOD))
    assert current(begun) == "a"
    begun, more = play(begun, Command.UNDO, Command.BURY)
    assert effects + more == []
    assert current(begun) is None


notes = st.lists(st.sampled_from("abcdefgh"), unique=True, max_size=8)
moves = st.lists(
    st.tuples(
        st.sampled_from(["good", "again", "bury", "suspend", "skip", "undo", "early"]),
        st.integers(min_value=0, max_value=30),
    ),
    max_size=40,
)


@settings(max_examples=100 * EXAMPLES, deadline=None)
@given(notes, moves)
def test_no_card_is_lost_or_doubled(names: list[str], played: list[tuple[str, int]]) -> None:
    """At any moment a card is in one place, and every card left is asked in the end."""
    begun, now = session(*names), NOW
    done: list[Queued] = []
    for move, minutes in played:
        now += minutes * MINUTE
        begun = _move(begun, move, now, done)
        places = [q.card_id for q in begun.pending]
        places += [w.queued.card_id for w in begun.waiting]
        places += [begun.current.queued.card_id] if begun.current else []
        assert len(set(places)) == len(places)
        assert set(places) | {q.card_id for q in done} == set(names)
        assert counts(begun).total == len(places)
    for _ in range(len(names)):
        begun = _move(begun, "good", now + timedelta(hours=1), done)
    assert begun.current is None


def _move(begun: SessionState, move: str, now: datetime, done: list[Queued]) -> SessionState:
    asked = begun.current.queued if begun.current else None
    if move == "undo" and done:
        last = done.pop()
        return step(begun, Restored(last, was_review=False), now)[0]
    if asked is None:
        return start(begun, now)
    if move == "early":
        return step(begun, Rate(Rating.GOOD), now)[0]
    if move in ("bury", "suspend", "skip"):
        offs: dict[str, Action] = {
            "bury": Command.BURY,
            "suspend": Command.SUSPEND,
            "skip": Command.SKIP,
        }
        action = offs[move]
        done.append(asked)
        return step(begun, action, now)[0]
    due = now + MINUTE if move == "again" else None
    if due is None:
        done.append(asked)
    rating = Rating.AGAIN if due else Rating.GOOD
    return play(begun, Reveal(), Rate(rating), Saved(due), now=now)[0]
