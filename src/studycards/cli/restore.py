"""`studycards restore`: return to a backup."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from studycards.cli import context
from studycards.errors import StudycardsError

if TYPE_CHECKING:
    from studycards.collection.backups import Return


def restore(
    backup: Annotated[
        str | None,
        typer.Argument(help="Name or path of a backup; the newest if left out."),
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Return to a backup: the history that it replaces is kept, and missing decks come back.

    Example: studycards restore --yes
    """
    from studycards.collection import backups

    where = context.places()
    wanted = backups.chosen(where.history, backup)
    places = {"config.toml": where.config, "decks/": where.decks}
    plan = backups.look_ahead(where.history, places, wanted)
    console = context.err()
    for line in _told(plan):
        console.print(line, soft_wrap=True)
    if plan.replaces and not yes and not context.confirm("Replace the history?"):
        raise StudycardsError("nothing was changed", hint="--yes replaces it without asking.")
    kept = backups.restore(where.history, plan, context.clock())
    out = context.out()
    if kept:
        out.print(f"The history that was replaced is kept as {kept}.", soft_wrap=True)
    out.print(f"Restored {wanted.path.name}.", soft_wrap=True)


def _told(plan: Return) -> list[str]:
    """What would be restored, and what would be lost."""
    from studycards.terminal.text import counted

    one = plan.backup
    moment = one.moment.astimezone(context.clock().tzinfo)
    reviews, actions = counted(one.reviews, "review"), counted(one.actions, "action")
    lines = [f"{one.path.name} of {moment:%Y-%m-%d %H:%M} holds {reviews} and {actions}."]
    if plan.lost is None:
        lines.append("The history cannot be read to its end; `doctor --repair` may save more.")
    elif any(plan.lost):
        reviews, actions = counted(plan.lost[0], "review"), counted(plan.lost[1], "action")
        lines.append(f"Not in it, and so lost: {reviews} and {actions} of the history.")
    if plan.files:
        lines.append(f"Missing now, and brought back: {', '.join(plan.files)}.")
    return lines
