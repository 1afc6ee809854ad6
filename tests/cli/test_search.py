"""`search`: cards by words, deck, tag, kind and state."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import Result

from tests.cli.library import CAPITALS, values

Run = Callable[..., Result]


@pytest.fixture(autouse=True)
def decks(make_deck: Callable[[str, str], Path], run: Run) -> None:
    """Two decks, some cards of which were studied, suspended and flagged."""
    make_deck("capitals", CAPITALS.replace("  - id: france", "  - id: france\n    tags: [west]"))
    make_deck(
        "signs",
        "deck: signs\ntags: [odd]\ncards:\n"
        "  - {id: percent, question: What is 5% of 100?, answer: '5'}\n"
        "  - {id: dunder, question: 'What is __init__ for?', answer: It sets up.}\n"
        "  - {id: cloze, kind: cloze, text: 'An {{c1::umlaut}} is Ö.'}\n",
    )
    values(run("answer", "france", "easy", "--json"))
    values(run("answer", "italy", "good", "--json"))
    values(run("suspend", "spain", "--json"))


def found(run: Run, *terms: str, at: str | None = None) -> list[str]:
    """The ids of the cards that terms find."""
    return [card["id"] for card in values(run("search", *terms, "--json", at=at))]


@pytest.mark.parametrize(
    ("terms", "cards"),
    [
        (["capital"], ["france", "italy", "spain"]),
        (["CAPITAL of FRANCE"], ["france"]),
        (["Rome"], ["italy"]),
        (["capital", "Madrid"], ["spain"]),
        (["capital", "5%"], []),
        (["%"], ["percent"]),
        (["__"], ["dunder"]),
        (["dund"], ["dunder"]),
        (["question"], []),
        (["deck:signs"], ["percent", "dunder", "cloze/c1"]),
        (["deck:sign"], []),
        (["kind:order"], ["population"]),
        (["kind:basic", "deck:capitals"], ["france"]),
        (["tag:west"], ["france"]),
        (["tag:odd", "kind:cloze"], ["cloze/c1"]),
        (["is:new", "deck:capitals"], ["spain", "population"]),
        (["is:learning"], ["italy"]),
        (["is:review"], ["france"]),
        (["is:suspended"], ["spain"]),
        (["is:flagged"], []),
        (["is:buried"], []),
    ],
    ids=" ".join,
)
def test_terms(run: Run, terms: list[str], cards: list[str]) -> None:
    """All terms must fit; a word is looked for as it stands, whatever its case."""
    assert found(run, *terms) == cards


def test_due(run: Run) -> None:
    """`is:due` follows the study day."""
    assert found(run, "is:due") == ["italy"]
    assert found(run, "is:due", at="2026-06-01T09:00:00+01:00") == ["france", "italy"]


def test_term_that_is_not_understood(run: Run) -> None:
    """A state that does not exist is refused with those that do."""
    result = run("search", "is:hard")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "'is:hard' is not understood" in result.stderr
    assert "flagged" in result.stderr


def test_text(run: Run) -> None:
    """A line for each card, cut at the width; the count is talk."""
    result = run("search", "deck:signs", COLUMNS="26")
    assert (result.exit_code, result.stderr) == (0, "3 cards.\n")
    assert result.stdout.splitlines() == [
        "percent  What is 5% of 10…",
        "dunder  What is __init__ …",
        "cloze/c1  An {{c1::umlaut…",
    ]


def test_umlauts_in_any_case(run: Run) -> None:
    """Letters beyond ASCII are found in either case."""
    assert found(run, "ö") == ["cloze/c1"]
