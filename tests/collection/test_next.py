"""Which card is asked next."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from typer.testing import Result

from studycards.collection import Collection
from studycards.review.queue import Selection
from studycards.review.session import ReviewSession
from tests.cli.library import basic_deck, process, values

Run = Callable[..., Result]

NEXT_DAY = "2026-03-03T09:00:00+01:00"
LATER = datetime.fromisoformat("2026-03-02T10:00:00+01:00")


def test_steps_of_days_count_to_the_limit_of_reviews(
    make_deck: Callable[[str, str], Path], run: Run
) -> None:
    """A card learned over days takes a place of the day as one in review does."""
    make_deck("letters", basic_deck("letters", "alpha", "beta"))
    values(run("config", "learning_steps", "1d 3d", "--json"))
    for card in ("alpha", "beta"):
        values(run("answer", card, "again", "--json"))
    values(run("config", "reviews_per_day", "1", "--json"))
    first = values(run("next", "--json", at=NEXT_DAY))["card"]["id"]
    values(run("answer", first, "again", "--json", at=NEXT_DAY))
    assert values(run("next", "--json", at=NEXT_DAY))["card"] is None


def test_what_is_required_comes_first(make_deck: Callable[[str, str], Path], run: Run) -> None:
    """A new card comes after the new cards it requires, wherever those are, and after no others."""
    deck = basic_deck("a", "last", "middle").replace(
        "id: last\n", "id: last\n    requires: [middle]\n"
    )
    make_deck("a", deck.replace("id: middle\n", "id: middle\n    requires: [first, nowhere]\n"))
    make_deck("b", basic_deck("b", "first"))
    asked = []
    while card := values(run("next", "--json"))["card"]:
        asked.append(card["id"])
        values(run("answer", card["id"], "easy", "--json"))
    assert asked == ["first", "middle", "last"]


def test_what_is_required_and_not_asked(make_deck: Callable[[str, str], Path], run: Run) -> None:
    """What was met before, is suspended or in another deck holds no card back."""
    text = basic_deck("a", "last").replace("id: last\n", "id: last\n    requires: [x, y, z]\n")
    make_deck("a", text)
    make_deck("b", basic_deck("b", "x", "y", "z"))
    values(run("answer", "x", "easy", "--json"))
    values(run("suspend", "y", "--json"))
    assert values(run("next", "--json"))["card"]["id"] == "z"
    assert values(run("next", "a", "--json"))["card"]["id"] == "last"


def test_sibling_of_a_card_in_a_step(make_deck: Callable[[str, str], Path], run: Run) -> None:
    """While a card is in a step since yesterday, its sibling waits."""
    note = "{id: pair, reversed: true, question: Q, answer: A}"
    make_deck("both", f"deck: both\ncards:\n  - {note}\n")
    values(run("answer", "pair", "again", "--json"))
    shown = values(run("next", "--json", at=NEXT_DAY))
    assert (shown["card"]["id"], shown["left"]["new"]) == ("pair", 0)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("options", "asked"),
    [
        ("", 1),
        ("--new 0", 1),
        ("--new 2", 3),
        ("--limit 2 --new 9", 2),
        ("--limit 1 --new 9", 1),
    ],
)
def test_new_cards_and_cards_in_all(
    make_deck: Callable[[str, str], Path], run: Run, options: str, asked: int
) -> None:
    """`--new` stands in for what is left of the day; `--limit` counts cards in a step as well."""
    make_deck("letters", basic_deck("letters", "alpha", "beta", "gamma", "delta"))
    values(run("config", "new_per_day", "0", "--json"))
    values(run("answer", "alpha", "again", "--json", at=NEXT_DAY))
    later = "2026-03-03T10:00:00+01:00"
    shown = process("review", "--plain", *options.split(), stdin="\n4\n" * 9, at=later).stdout
    assert f"{asked} answer" in shown
    assert "Nothing is left to study." in shown


@pytest.mark.parametrize(
    ("delay", "left"),
    [("10m", {"new": 0, "learning": 2, "due": 0}), ("5h", {"new": 2, "learning": 0, "due": 0})],
)
def test_a_limit_counts_the_steps_that_are_asked(
    make_deck: Callable[[str, str], Path],
    open_collection: Callable[[], Collection],
    run: Run,
    delay: str,
    left: dict[str, int],
) -> None:
    """Steps that are due are limited too; those due later take no place."""
    make_deck("letters", basic_deck("letters", "alpha", "beta", "gamma", "delta", "epsilon"))
    values(run("config", "learning_steps", delay, "--json"))
    for card in ("alpha", "beta", "gamma"):
        values(run("answer", card, "again", "--json"))
    session = ReviewSession(open_collection(), Selection(limit=2), lambda: LATER)
    assert session.counts._asdict() == left
