"""The rating proposed for how a card was answered."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from studycards.cards import CardId, NoteId
from studycards.cards.asking import Judgement, Verdict
from studycards.review.proposal import proposed_rating
from studycards.review.state import Current, Queued, QueueKind
from studycards.scheduling.states import Rating

NOW = datetime.fromisoformat("2026-03-02T09:00:00+01:00")


def current(verdict: Verdict | None, seconds: float = 6, **fields: Any) -> Current:
    """A card that was answered after some seconds."""
    return Current(
        Queued(CardId("a"), NoteId("a"), QueueKind.DUE),
        NOW,
        revealed=True,
        time_to_reveal=timedelta(seconds=seconds),
        judgement=Judgement(verdict, "given"),
        **fields,
    )


@pytest.mark.parametrize(
    ("card", "usual", "proposed"),
    [
        (current(Verdict.RIGHT), 6.0, Rating.GOOD),
        (current(Verdict.RIGHT), None, Rating.GOOD),
        (current(Verdict.RIGHT, seconds=19), 6.0, Rating.HARD),
        (current(Verdict.RIGHT, seconds=18), 6.0, Rating.GOOD),
        (current(Verdict.RIGHT, seconds=18.1), 6.0, Rating.HARD),
        (current(Verdict.RIGHT, seconds=2), 6.0, Rating.GOOD),
        (current(Verdict.RIGHT, seconds=1.9), 6.0, Rating.EASY),
        (current(Verdict.RIGHT, seconds=1), 6.0, Rating.EASY),
        (current(Verdict.RIGHT, seconds=1, hints=1), 6.0, Rating.HARD),
        (current(Verdict.RIGHT, tries=1, seconds=1), 6.0, Rating.GOOD),
        (current(Verdict.RIGHT, tries=3), 6.0, Rating.HARD),
        (current(Verdict.NEARLY), 6.0, Rating.HARD),
        (current(Verdict.WRONG), 6.0, Rating.AGAIN),
        (current(Verdict.WRONG, overruled=True), 6.0, Rating.GOOD),
        (current(None), 6.0, Rating.GOOD),
    ],
)
def test_proposals(card: Current, usual: float | None, proposed: Rating) -> None:
    """Verdict first, then hints and tries, then the learner's own time."""
    assert proposed_rating(card, usual) is proposed


def test_nothing_given() -> None:
    """A card without an answer is forgotten, whatever it asks for."""
    silent = Current(Queued(CardId("a"), NoteId("a"), QueueKind.DUE), NOW, revealed=True)
    assert proposed_rating(silent, None) is Rating.AGAIN
