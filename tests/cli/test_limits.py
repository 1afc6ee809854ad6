"""Limits are per study day, however many times the program runs in it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import Result

from tests.cli.library import basic_deck, rows, values

Run = Callable[..., Result]
MORNING = "2026-03-02T09:00:00+01:00"
EVENING = "2026-03-02T23:00:00+01:00"
AFTER_MIDNIGHT = "2026-03-03T03:59:00+01:00"
NEXT_DAY = "2026-03-03T04:00:00+01:00"
MUCH_LATER = "2026-05-02T09:00:00+01:00"


@pytest.fixture(autouse=True)
def deck(make_deck: Callable[[str, str], Path]) -> None:
    """Six cards in two decks."""
    make_deck("letters", basic_deck("letters", "alpha", "beta", "gamma"))
    make_deck("planets", basic_deck("planets", "mars", "venus", "saturn"))


@pytest.fixture
def study(run: Run) -> Callable[..., list[str]]:
    """Answer, in runs of the program, what is asked at a moment; the cards asked."""

    def answered(at: str, *decks: str, most: int = 99, rating: str = "easy") -> list[str]:
        asked: list[str] = []
        while len(asked) < most:
            card: dict[str, Any] = values(run("next", *decks, "--json", at=at))["card"]
            if card is None:
                break
            values(run("answer", card["id"], rating, "--json", at=at))
            asked.append(card["id"])
        return asked

    return answered


def test_new_cards_a_study_day(run: Run, study: Callable[..., list[str]], home: Path) -> None:
    """The limit holds over decks and runs, past midnight, and is new at the rollover."""
    values(run("config", "new_per_day", "2", "--json"))
    assert study(MORNING, "planets", most=1) == ["mars"]
    assert study(EVENING) == ["alpha"]
    assert study(AFTER_MIDNIGHT) == []
    assert study(NEXT_DAY) == ["beta", "gamma"]
    assert rows(home, "select count(*) from reviews where phase = 'new'") == [(4,)]


def test_new_cards_over_midnight(run: Run, study: Callable[..., list[str]]) -> None:
    """What is begun at night counts for the day before."""
    values(run("config", "new_per_day", "1", "--json"))
    assert study(AFTER_MIDNIGHT) == ["alpha"]
    assert study(NEXT_DAY) == ["beta"]


def test_due_cards_a_study_day(run: Run, study: Callable[..., list[str]]) -> None:
    """The limit on due cards holds over runs; new cards have their own."""
    first = study(MORNING, "letters")
    values(run("config", "reviews_per_day", "2", "--json"))
    values(run("config", "new_per_day", "1", "--json"))
    asked = study(MUCH_LATER)
    assert len(asked) == 3
    assert len(set(asked) & set(first)) == 2
    assert study(MUCH_LATER) == []


def test_learning_steps_do_not_count(run: Run, study: Callable[..., list[str]]) -> None:
    """A card in a step comes back although the limit is reached."""
    values(run("config", "new_per_day", "1", "--json"))
    values(run("config", "reviews_per_day", "0", "--json"))
    assert study(MORNING, rating="good", most=2) == ["alpha", "alpha"]


def test_an_undone_answer_does_not_count(run: Run, study: Callable[..., list[str]]) -> None:
    """Taking a new card's answer back gives its place in the day back."""
    values(run("config", "new_per_day", "1", "--json"))
    assert study(MORNING) == ["alpha"]
    values(run("undo", "--json", at=MORNING))
    assert study(MORNING) == ["alpha"]


def test_no_new_cards(run: Run, study: Callable[..., list[str]]) -> None:
    """A limit of 0 asks none."""
    values(run("config", "new_per_day", "0", "--json"))
    assert study(MORNING) == []


def test_rollover_of_the_settings(run: Run, study: Callable[..., list[str]]) -> None:
    """With the rollover at 0 the day ends at midnight."""
    values(run("config", "rollover", "0", "--json"))
    values(run("config", "new_per_day", "1", "--json"))
    assert study(EVENING) == ["alpha"]
    assert study("2026-03-03T00:00:00+01:00") == ["beta"]


def test_siblings_wait_for_another_day(
    run: Run, study: Callable[..., list[str]], make_deck: Callable[[str, str], Path]
) -> None:
    """Of the cards of one note one is asked a day, over runs, unless the setting says all."""
    make_deck(
        "both",
        "deck: both\ncards:\n  - id: pair\n    reversed: true\n    question: Q\n    answer: A\n",
    )
    assert study(MORNING, "both") == ["pair"]
    assert study(EVENING, "both") == []
    assert study(NEXT_DAY, "both") == ["pair/reverse"]
    values(run("undo", "--json", at=NEXT_DAY))
    values(run("config", "bury_siblings", "false", "--json"))
    assert study(NEXT_DAY, "both") == ["pair/reverse"]


def test_tags_narrow(run: Run, make_deck: Callable[[str, str], Path]) -> None:
    """`next --tag` asks cards with one of the tags."""
    text = basic_deck("tagged", "red", "blue", "green")
    for colour in ("blue", "green"):
        text = text.replace(f"  - id: {colour}\n", f"  - id: {colour}\n    tags: [t-{colour}]\n")
    make_deck("tagged", text)
    assert values(run("next", "--tag", "t-green", "--json"))["card"]["id"] == "green"
    both = values(run("next", "--tag", "t-green", "--tag", "t-blue", "--json"))
    assert (both["card"]["id"], both["left"]["new"]) == ("blue", 2)
