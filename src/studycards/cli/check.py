"""`studycards check`: what is wrong with the decks."""

from __future__ import annotations

from typing import Annotated

import typer

from studycards.cli import complete, context
from studycards.errors import ExitCode


def check(
    targets: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[DECK|PATH]...",
            help="Decks or files; all decks if left out.",
            autocompletion=complete.decks,
        ),
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False,
) -> None:
    """List every problem of the decks as file:line, what is wrong and what to do.

    Example: studycards check python-mro
    """
    from studycards.cli.output import print_json

    problems = context.open_collection().problems_of(targets or [])
    if json:
        print_json(
            [
                {"path": p.path, "line": p.line, "message": p.message, "hint": p.hint}
                for p in problems
            ]
        )
    else:
        out = context.out()
        for problem in problems:
            out.print(str(problem), markup=False, soft_wrap=True)
        context.err().print(_summary(len(problems)))
    if problems:
        raise typer.Exit(ExitCode.INVALID_DECK)


def _summary(problems: int) -> str:
    from studycards.terminal.text import counted

    return counted(problems, "problem") + "." if problems else "No problems."
