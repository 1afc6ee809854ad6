"""`studycards answer`: one review without a terminal."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from studycards.cli import complete, context
from studycards.errors import UsageProblemError


class RatingName(StrEnum):
    """A rating by name or number."""

    AGAIN = "again"
    HARD = "hard"
    GOOD = "good"
    EASY = "easy"
    ONE = "1"
    TWO = "2"
    THREE = "3"
    FOUR = "4"


def answer(
    card_id: Annotated[
        str, typer.Argument(metavar="ID", help="The card.", autocompletion=complete.cards)
    ],
    rating: Annotated[
        RatingName,
        typer.Argument(metavar="RATING", help="How well it was remembered."),
    ],
    given: Annotated[
        str | None,
        typer.Option(help="The answer to judge; for options and items, their numbers in `next`."),
    ] = None,
    taken_ms: Annotated[
        int, typer.Option(min=0, max=10**9, help="Milliseconds from question to rating.")
    ] = 0,
    json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False,
) -> None:
    """Record a rating for a card, due or not.

    Example: studycards answer mro-diamond good --json
    """
    from studycards.cards.comparing import names_an_option
    from studycards.collection.cards import require_card
    from studycards.contract import state_json
    from studycards.review.queue import queued
    from studycards.review.recording import record_answer
    from studycards.review.state import Current
    from studycards.scheduling.states import Rating
    from studycards.terminal.text import interval_text

    collection = context.open_collection()
    now = context.clock()
    card = require_card(collection, card_id)
    if given is not None and not given.strip():
        raise UsageProblemError("--given is empty", hint="Leave it out, or give the answer.")
    if given and not names_an_option(given, card.card.question.input):
        raise UsageProblemError(
            f"--given: '{given}' names no option", hint="Give their numbers in `studycards next`."
        )
    judgement = card.card.question.judge(given) if given else None
    answered = Current(queued(card.card, card.state), now, judgement=judgement)
    value = Rating(int(rating)) if rating.isdecimal() else Rating[rating.name]
    review, after, leech = record_answer(collection, answered, value, now, taken_ms)
    if json:
        context.print_json(
            {
                "id": review.card_id,
                "rating": int(review.rating),
                "reviewed_at": review.moment.isoformat(),
                "verdict": str(judgement.verdict) if judgement and judgement.verdict else None,
                "reason": (judgement.reason or None) if judgement else None,
                "state": state_json(after, now, collection.log.rules.rollover),
                "leech": bool(leech),
            }
        )
        return
    console = context.out()
    if judgement and judgement.reason:
        from studycards.terminal.markdown import markdown

        console.print(markdown(judgement.reason))
    console.print(f"{review.card_id}: {value.name.lower()}, due again in {interval_text(after)}.")
    if leech:
        console.print(leech)
