"""`studycards check`: what is wrong with the decks."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from studycards.cli import complete, context
from studycards.errors import ExitCode

if TYPE_CHECKING:
    from pathlib import Path

    from studycards.collection import Collection
    from studycards.collection.checking import Proved
    from studycards.collection.trust import Piece
    from studycards.decks.parse import Problem


class Format(StrEnum):
    """How problems are printed."""

    TEXT = "text"
    JSON = "json"
    GITHUB = "github"


def check(
    targets: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[DECK|PATH]...",
            help="Decks or files; all decks if left out.",
            autocompletion=complete.decks,
        ),
    ] = None,
    run: Annotated[
        bool, typer.Option("--run", help="Run proofs, outputs and exercises too.")
    ] = False,
    python: Annotated[
        list[str] | None,
        typer.Option(help="A Python to run them under; may be repeated. Implies --run."),
    ] = None,
    trust: Annotated[
        bool, typer.Option("--trust", help="Let the code of these decks run without asking.")
    ] = False,
    fix: Annotated[
        bool, typer.Option("--fix", help="Write missing ids, order fields, strip spaces.")
    ] = False,
    format_: Annotated[
        Format, typer.Option("--format", help="How to print problems.")
    ] = Format.TEXT,
    json: Annotated[bool, typer.Option("--json", help="The same as --format json.")] = False,
) -> None:
    """List every problem of the decks as file:line, its rule, what is wrong and what to do.

    Example: studycards check python-mro --run
    """
    from studycards.collection.catalog import files_of
    from studycards.collection.checking import lint_files

    collection = context.open_collection()
    paths = files_of(collection, targets or [])
    if fix:
        _fix(collection, paths, targets or [])
        paths = files_of(collection, targets or [])
    problems, skipped = lint_files(collection, paths), False
    if run or python:
        proved = _prove(collection, paths, python or [], trust=trust)
        problems, skipped = problems + proved.problems, bool(proved.skipped)
    problems.sort(key=lambda problem: (problem.path, problem.line, problem.code))
    _print(problems, Format.JSON if json else format_, "found so far" if skipped else "")
    if problems:
        raise typer.Exit(ExitCode.INVALID_DECK)
    if skipped:
        raise typer.Exit(ExitCode.FAILED)


def _fix(collection: Collection, paths: list[Path], targets: list[str]) -> None:
    """Fix files named by path in place, and shipped decks in a copy."""
    from studycards.collection.checking import fix_files

    as_files = [path for path in paths if str(path) in targets]
    as_decks = [path for path in paths if str(path) not in targets]
    fixed = fix_files(collection, as_files, in_place=True)
    fixed += fix_files(collection, as_decks, in_place=False)
    for path in fixed:
        context.err().print(f"Fixed {path}")
    collection.refresh()


def _prove(collection: Collection, paths: list[Path], pythons: list[str], *, trust: bool) -> Proved:
    from studycards.checking.prove import interpreters
    from studycards.collection.checking import prove_files
    from studycards.collection.trust import question
    from studycards.terminal.text import counted

    def ask(deck: str, pieces: list[Piece]) -> bool:
        if trust or not context.current().stdin.isatty():
            return trust
        return context.confirm(question(deck, pieces))

    with context.progress() as progress:
        proved = prove_files(collection, paths, interpreters(pythons), ask, progress)
    for deck in proved.skipped:
        context.err().print(
            f"The code of '{deck}' was not run: it is not trusted. Look at it, then use --trust.",
            style="yellow",
        )
    if proved.ran:
        context.err().print(f"Ran {counted(proved.ran, 'piece')} of code.")
    if proved.elsewhere:
        number = counted(proved.elsewhere, "piece")
        context.err().print(f"Did not run {number} of code for other versions of Python.")
    return proved


def _print(problems: list[Problem], format_: Format, when: str) -> None:
    from studycards.terminal.text import counted

    match format_:
        case Format.JSON:
            names = ("path", "line", "code", "message", "hint")
            context.print_json([{name: getattr(p, name) for name in names} for p in problems])
        case Format.GITHUB:
            for p in problems:
                file = _escaped(p.path).replace(":", "%3A").replace(",", "%2C")
                place = f"file={file},line={p.line},title={p.code}"
                text = _escaped(f"{p.message}. {p.hint}")
                context.write(f"::error {place}::{text}\n")
        case Format.TEXT:
            out = context.out()
            for p in problems:
                out.print(str(p), soft_wrap=True)
            number = counted(len(problems), "problem") if problems else "No problems"
            context.err().print(f"{number} {when}".rstrip() + ".")


def _escaped(text: str) -> str:
    """Text within a workflow command of GitHub."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
