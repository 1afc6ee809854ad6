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
    json: Annotated[bool, typer.Option("--json", help="As JSON, with what follows.")] = False,
) -> None:
    """Show the card that `review` would ask next, without its answer.

    Example: studycards next --json
    """
    from studycards.cli.output import card_json, outcomes_json, print_json, state_json
    from studycards.cli.sitting import Sitting
    from studycards.collection import Selection
    from studycards.terminal import card_view

    collection = context.open_collection()
    selection = Selection(decks=tuple(decks or ()), tags=tuple(tag or ()))
    sitting = Sitting(collection, selection, context.clock)
    asked = sitting.asked
    if json:
        now, rollover = context.clock(), collection.settings.rollover
        value: dict[str, object] = {"card": None, "left": sitting.counts._asdict()}
        if asked:
            outcomes = collection.outcomes(asked, now)
            value["card"] = card_json(asked)
            value["state"] = state_json(asked.state, now, rollover)
            value["outcomes"] = outcomes_json(outcomes, now, rollover)
        print_json(value)
    elif asked:
        console = context.out()
        console.print(asked.card.id, style="bold")
        console.print(card_view.question(sitting.prompt))
    else:
        context.err().print("Nothing is due.")
