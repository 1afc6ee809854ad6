"""`studycards doctor`: what is well, what is not, and what to do."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from studycards.cli import context
from studycards.errors import ExitCode, StudycardsError

if TYPE_CHECKING:
    from pathlib import Path

    from studycards.collection.health import Finding
    from studycards.decks.find import SearchPath


def doctor(
    repair: Annotated[
        bool,
        typer.Option(
            "--repair", help="Save what can be read of a damaged history; build the rest anew."
        ),
    ] = False,
    json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False,
) -> None:
    """Examine history, states, index, clock, settings, terminal, versions and permissions.

    Example: studycards doctor
    """
    found = _examine()
    if repair:
        found = _repair(found)
    if json:
        from studycards.contract import finding_json

        context.print_json([finding_json(one) for one in found])
    else:
        _print(found)
    if not all(one.ok for one in found):
        raise typer.Exit(ExitCode.FAILED)


def _examine() -> list[Finding]:
    from studycards.collection.health import examine

    history = context.places().history
    settings, folders = _settings()
    with context.progress() as bar:
        found = examine(history, _search_path(folders), context.clock(), bar)
    return [*found, settings, _terminal(), _versions()]


def _settings() -> tuple[Finding, tuple[str, ...]]:
    """The finding on the settings, and the folders of decks in them."""
    from studycards.collection.health import Finding

    path = context.places().config
    try:
        chosen = context.settings()
    except StudycardsError as error:
        return Finding("settings", False, str(error), error.hint), ()
    return Finding(
        "settings", True, str(path) if path.exists() else "defaults"
    ), chosen.deck_folders


def _search_path(folders: tuple[str, ...]) -> SearchPath:
    from studycards.decks.find import search_path, shipped_folder

    return search_path(context.places().decks, folders, shipped_folder())


def _terminal() -> Finding:
    from studycards.collection.health import Finding

    world = context.current()
    size = context.out().size
    encoding = (world.stdout.encoding or "").lower()
    kind = world.environ.get("TERM", "no TERM")
    about = f"{kind}, {size.width} × {size.height}, {encoding}"
    if world.stdout.isatty() and encoding not in ("utf-8", "utf8"):
        return Finding("terminal", False, about, "Set a UTF-8 locale, such as LANG=C.UTF-8.")
    return Finding("terminal", True, about)


def _versions() -> Finding:
    import sqlite3
    from importlib.metadata import version

    from studycards import __version__
    from studycards.collection.health import Finding

    packages = ", ".join(f"{name} {version(name)}" for name in ("typer", "rich", "pyyaml"))
    python = ".".join(map(str, sys.version_info[:3]))
    return Finding(
        "versions",
        True,
        f"studycards {__version__}, Python {python}, SQLite {sqlite3.sqlite_version}, {packages},"
        f" {sys.platform}",
    )


def _repair(found: list[Finding]) -> list[Finding]:
    """Repair what is wrong and can be; what was found afterwards."""
    wrong = {one.check for one in found if not one.ok}
    history = context.places().history
    if "history" in wrong:
        from studycards.collection import damage

        done = damage.repair(history, context.clock())
        _tell(done.salvaged.loss, done.from_backup, done.kept)
    if wrong & {"history", "states", "index"}:
        from studycards.collection.health import rebuild

        collection = context.open_collection(talk=False)
        with context.progress() as bar:
            rebuild(collection, bar)
    return _examine()


def _tell(loss: str, from_backup: int, kept: Path | None) -> None:
    """What a repair saved and what it did not."""
    err = context.err()
    if loss:
        err.print(f"Could not be read: {loss}.", soft_wrap=True)
    else:
        err.print("Every review and action was saved.")
    if from_backup:
        err.print(f"{from_backup} of the events were in the newest backup and are back.")
    err.print(f"The damaged file is kept as {kept}.", soft_wrap=True)


def _print(found: list[Finding]) -> None:
    console = context.out()
    for one in found:
        mark = "ok   " if one.ok else "WRONG"
        console.print(f"{mark} {one.check:<11} {one.message}", soft_wrap=True)
        if one.hint:
            console.print(f"{'':<17} {one.hint}", soft_wrap=True)
