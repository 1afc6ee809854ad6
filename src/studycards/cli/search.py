"""`studycards search`: find cards."""

from __future__ import annotations

from typing import Annotated

import typer

from studycards.cli import context


def search(
    terms: Annotated[
        list[str],
        typer.Argument(
            metavar="TERM...",
            help="Words, or is:flagged (new, learning, review, due, suspended, buried),"
            " deck:NAME, tag:NAME, kind:NAME. All must match.",
        ),
    ],
    json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False,
) -> None:
    """Find cards by words, deck, tag, kind and state.

    Example: studycards search is:flagged
    """
    from dataclasses import asdict

    from studycards.collection.search import search as find
    from studycards.terminal.safe import one_line
    from studycards.terminal.text import counted

    found = find(context.open_collection(), terms, context.clock())
    if json:
        context.print_json([asdict(card) for card in found])
        return
    console = context.out()
    for card in found:
        line = f"{card.id}  {one_line(card.asked)}"
        console.print(line, no_wrap=True, overflow="ellipsis")
    context.err().print(f"{counted(len(found), 'card')}.")
