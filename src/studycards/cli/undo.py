"""`studycards undo`: undo the last answer or action."""

from __future__ import annotations

from typing import Annotated

import typer

from studycards.cli import context
from studycards.errors import StudycardsError


def undo(
    json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False,
) -> None:
    """Undo the last answer, bury or suspend; repeat for earlier ones.

    Example: studycards undo
    """
    undone = context.open_collection().log.undo(context.clock())
    if undone is None:
        raise StudycardsError("there is nothing to undo")
    if json:
        at = undone.moment.isoformat()
        one = undone.cards[0] if len(undone.cards) == 1 else None
        context.print_json({"id": one, "ids": undone.cards, "kind": undone.kind, "at": at})
    else:
        when = f"{undone.moment:%Y-%m-%d %H:%M}"
        context.out().print(f"Undone: {undone}, {when}.")
