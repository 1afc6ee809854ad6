"""Which answers take a place of the day."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from typer.testing import Result

from tests.cli.library import basic_deck, values

NEXT_DAY = "2026-03-03T09:00:00+01:00"


def test_steps_of_days_count_to_the_limit_of_reviews(
    make_deck: Callable[[str, str], Path], run: Callable[..., Result]
) -> None:
    """A card learned over days takes a place as one in review does."""
    make_deck("letters", basic_deck("letters", "alpha", "beta"))
    values(run("config", "learning_steps", "1d 3d", "--json"))
    for card in ("alpha", "beta"):
        values(run("answer", card, "again", "--json"))
    values(run("config", "reviews_per_day", "1", "--json"))
    first = values(run("next", "--json", at=NEXT_DAY))["card"]["id"]
    values(run("answer", first, "again", "--json", at=NEXT_DAY))
    assert values(run("next", "--json", at=NEXT_DAY))["card"] is None
