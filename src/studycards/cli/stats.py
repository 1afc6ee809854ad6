"""`studycards stats`: statistics on the learner's progress."""

from __future__ import annotations

from typing import Annotated

import typer

from studycards.cli import complete, context


def stats(
    deck: Annotated[
        str | None,
        typer.Argument(help="One deck; all if left out.", autocompletion=complete.decks),
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="All numbers, as JSON.")] = False,
) -> None:
    """Show today, streak, retention, forecast, the year and the memory of your cards.

    Example: studycards stats python-mro
    """
    from studycards.collection.statistics import report

    found = report(context.open_collection(), context.clock(), deck)
    if json:
        from studycards.contract import report_json

        context.print_json(report_json(found))
        return
    from studycards.terminal.charts import report_view

    console = context.out()
    console.print(report_view(found, console.size.width))
