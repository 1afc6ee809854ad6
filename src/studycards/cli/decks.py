"""`studycards decks`: list the decks."""

from __future__ import annotations

from typing import Annotated

import typer

from studycards.cli import context


def decks(
    json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False,
) -> None:
    """List the decks with their new and due cards.

    Example: studycards decks
    """
    from studycards.collection.catalog import orphans
    from studycards.collection.statistics import deck_counts

    collection = context.open_collection()
    found = deck_counts(collection, context.clock())
    if json:
        from studycards.contract import deck_json

        context.print_json([deck_json(deck) for deck in found])
        return
    from studycards.terminal.charts import deck_table

    console = context.out()
    console.print(deck_table(found, console.size.width))
    left = orphans(collection)
    if left:
        context.err().print(
            "1 card with history is in no deck; it continues when it comes back."
            if left == 1
            else f"{left} cards with history are in no deck; they continue when they come back."
        )
