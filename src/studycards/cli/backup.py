"""`studycards backup`: a backup now, or the list of those there are."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from studycards.cli import context
from studycards.errors import UsageProblemError

if TYPE_CHECKING:
    from studycards.history.backup import Backup


def backup(
    list_: Annotated[bool, typer.Option("--list", help="List the backups.")] = False,
    to: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Write it to this folder instead.")
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False,
) -> None:
    """Back up the history, the settings and your own decks, or list the backups.

    Example: studycards backup
    """
    if list_:
        if to is not None:
            raise UsageProblemError("--list and --to exclude one another", hint="Use one of them.")
        _list(json=json)
        return
    from studycards.collection import backups

    made = backups.make(context.open_collection(), context.clock(), folder=to)
    if json:
        from studycards.contract import backup_json

        context.print_json(backup_json(made))
        return
    context.out().print(f"Backed up to {made.path}: {_holds(made)}.", soft_wrap=True)


def _list(*, json: bool) -> None:
    from studycards.history.backup import backups
    from studycards.history.database import backups_folder

    folder = backups_folder(context.places().history)
    found = list(backups(folder))
    if json:
        from studycards.contract import backup_json

        context.print_json([backup_json(one) for one in found])
        return
    if not found:
        context.err().print(f"There is no backup in {folder}.", soft_wrap=True)
        return
    console = context.out()
    for one in found:
        moment = one.moment.astimezone(context.clock().tzinfo)
        about = f"{moment:%Y-%m-%d %H:%M}  {_holds(one)}, {one.why}"
        console.print(f"{one.path.name}  {about}", soft_wrap=True)


def _holds(one: Backup) -> str:
    from studycards.terminal.text import counted

    size = f"{max(one.size / 1e6, 0.1):.1f} MB"
    return f"{counted(one.reviews, 'review')}, {counted(one.actions, 'action')}, {size}"
