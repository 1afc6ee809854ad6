"""`studycards review`: a review session."""

from typing import Annotated

import typer

from studycards.cli import complete
from studycards.cli.studying import study
from studycards.config import Grading


def review(
    decks: Annotated[
        list[str] | None,
        typer.Argument(help="Decks to study; all if left out.", autocompletion=complete.decks),
    ] = None,
    tag: Annotated[
        list[str] | None,
        typer.Option(help="Only cards with this tag.", autocompletion=complete.tags),
    ] = None,
    new: Annotated[
        int | None, typer.Option(min=0, help="New cards, instead of the rest of the daily limit.")
    ] = None,
    limit: Annotated[int | None, typer.Option(min=1, help="Maximum number of cards.")] = None,
    ahead: Annotated[
        int, typer.Option(min=0, max=365, help="Also ask cards due within this many days.")
    ] = 0,
    cram: Annotated[
        bool, typer.Option("--cram", help="Ask all cards; nothing is recorded.")
    ] = False,
    minutes: Annotated[
        int | None,
        typer.Option(min=1, max=1_440, help="Stop after this many minutes, at the end of a card."),
    ] = None,
    grading: Annotated[
        Grading | None,
        typer.Option(
            help="Record the rating that follows from the answer, propose it, or leave it to you."
        ),
    ] = None,
    confidence: Annotated[
        bool, typer.Option("--confidence", help="Ask how sure you are before the answer.")
    ] = False,
    plain: Annotated[
        bool, typer.Option("--plain", help="Line by line, for screen readers.")
    ] = False,
) -> None:
    """Study what is due today.

    Example: studycards review python-mro --new 5
    """
    study(
        decks or (),
        tags=tag or (),
        new=new,
        limit=limit,
        ahead=ahead,
        cram=cram,
        minutes=minutes,
        grading=grading,
        confidence=confidence,
        plain=plain,
    )
