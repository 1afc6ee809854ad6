"""`studycards next`: one card without a terminal, for scripts and editors."""

from __future__ import annotations

from typing import Annotated

import typer

from studycards.cli import complete, context


def next(  # noqa: A001 - the name of the command
    decks: Annotated[
        list[str] | None,
        typer.Argument(help="Decks to study; all if left out.", autocompletion=complete.decks),
    ] = None,
    tag: Annotated[
        list[str] | None,
        typer.Option(help="Only cards with this tag.", autocompletion=complete.tags),
    ] = None,
    json: Annotated[
        bool, typer.Option("--json", help="As JSON, with the outcome of each rating.")
    ] = False,
) -> None:
    """Show the card that `review` would ask next, without its answer.

    Example: studycards next --json
    """
    from studycards.contract import card_json, outcomes_json, state_json
    from studycards.review.queue import Selection
    from studycards.review.session import ReviewSession
    from studycards.terminal import card_view

    collection = context.open_collection()
    selection = Selection(decks=tuple(decks or ()), tags=tuple(tag or ()))
    session = ReviewSession(collection, selection, context.clock)
    current = session.current_card
    if json:
        now, rollover = context.clock(), collection.log.rules.rollover
        value: dict[str, object] = {"card": None, "left": session.counts._asdict()}
        if current:
            outcomes = collection.log.scheduler.outcomes(current.card.id, current.state, now)
            value["card"] = card_json(current)
            value["state"] = state_json(current.state, now, rollover)
            value["outcomes"] = outcomes_json(outcomes, now, rollover)
        context.print_json(value)
    elif current:
        console = context.out()
        console.print(current.card.id, style="bold")
        console.print(card_view.question(session.question))
    else:
        context.err().print("Nothing is due.")
