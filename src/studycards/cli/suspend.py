"""`studycards suspend`: suspend cards, or bring them back."""

from __future__ import annotations

from typing import Annotated

import typer

from studycards.cli import complete, context


def suspend(
    card_ids: Annotated[
        list[str], typer.Argument(metavar="ID...", help="Cards.", autocompletion=complete.cards)
    ],
    off: Annotated[bool, typer.Option("--off", help="Bring the cards back.")] = False,
    json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False,
) -> None:
    """Suspend cards: they are not asked until `--off` brings them back.

    Example: studycards suspend mro-diamond
    """
    from studycards.collection.cards import require_cards
    from studycards.events import ActionKind
    from studycards.terminal.text import counted

    collection = context.open_collection()
    cards = require_cards(collection, card_ids)
    kind = ActionKind.UNSUSPEND if off else ActionKind.SUSPEND
    collection.log.record_action(kind, cards, context.clock())
    if json:
        context.print_json({"ids": cards, "suspended": not off})
    else:
        done = "Unsuspended" if off else "Suspended"
        context.out().print(f"{done} {counted(len(cards), 'card')}.")
