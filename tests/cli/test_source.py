"""Where the source of a deck is shown, and where it is not."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.cli.library import process, values
from tests.terminals import Terminal

LATER = "2026-04-02T09:00:00+02:00"
FROM = "from: 继承 and the MRO https://example.org/mro"
SOURCE = r"""
source:
  title: |
    继承 and
    the MRO
  url: https://example.org/mro
  language: zh
  note: "[bold]opening\e]0;x\a of it"
"""
CARDS = """
cards:
  - id: end
    kind: typed
    question: Which class ends every MRO?
    answer: object
    explanation: Every class derives from it.
    source: docs.python.org
"""


def deck(source: str, cards: str = CARDS) -> str:
    """A deck with a source, of one card."""
    return f"deck: mro{source}{cards}"


@pytest.fixture
def known(run: Callable[..., Any], make_deck: Callable[[str, str], Path]) -> Callable[[str], None]:
    """Write the deck, its card in review and due later."""

    def write(text: str) -> None:
        make_deck("mro", text)
        assert run("answer", "end", "easy").exit_code == 0

    return write


def plain(*lines: str) -> str:
    """The output of a review session, line by line, a month later."""
    text = "".join(f"{line}\n" for line in lines)
    return process("review", "--plain", "mro", stdin=text, at=LATER, COLUMNS="300").stdout


def test_after_a_lapse(known: Callable[[str], None]) -> None:
    """Title and address stand on one line below the source of the note."""
    known(deck(SOURCE))
    assert f"object\n\ndocs.python.org\n{FROM}\n" in plain("type", ":q")


def test_after_a_lapse_without_a_source_of_the_note(known: Callable[[str], None]) -> None:
    """They stand alone if the note has no source."""
    known(deck(SOURCE, CARDS.replace("    source: docs.python.org\n", "")))
    assert f"object\n\n{FROM}\n" in plain("type", ":q")


@pytest.mark.parametrize(
    ("source", "line"),
    [
        ("\nsource: {title: MRO}", "\nfrom: MRO\n"),
        ("\nsource: {url: example.org}", "\nfrom: example.org\n"),
        ('\nsource: {title: "a\\e[2Jb"}', "\nfrom: a␛[2Jb\n"),
    ],
    ids=["title", "url", "controls"],
)
def test_what_there_is(known: Callable[[str], None], source: str, line: str) -> None:
    """What the deck says of the two is shown, safe for the screen."""
    known(deck(source))
    assert f"\ndocs.python.org{line}" in plain("type", ":q")


@pytest.mark.parametrize("source", ["", "\nsource: {language: zh, note: opening}"])
def test_nothing_to_read(known: Callable[[str], None], source: str) -> None:
    """Without title and address there is no such line."""
    known(deck(source))
    shown = plain("type", ":q")
    assert "✗ not that" in shown
    assert "from:" not in shown


def test_a_right_answer(known: Callable[[str], None]) -> None:
    """Who knew it needs nothing but the source of the note."""
    known(deck(SOURCE))
    shown = plain("object", ":q")
    assert "✓ right" in shown
    assert "\ndocs.python.org\n" in shown
    assert "from:" not in shown


def test_a_new_card(make_deck: Callable[[str, str], Path]) -> None:
    """A card that was never in review is not forgotten."""
    make_deck("mro", deck(SOURCE))
    shown = plain("type", ":q")
    assert "✗ not that" in shown
    assert "from:" not in shown


def test_on_the_whole_screen(
    known: Callable[[str], None], terminal: Callable[..., Terminal]
) -> None:
    """The whole screen shows it after a lapse, and all of it on the card's page."""
    known(deck(SOURCE))
    program = terminal("review", "mro", at=LATER)
    program.shows("❯")
    program.press("esc", "i")
    page = program.shows("recalled now")
    assert "from" in page
    assert "https://example.org/mro" in page
    assert "language  zh\n" in page
    assert "note      [bold]opening␛]0;x␇ of it\n" in page
    program.press("x")
    program.shows("❯")
    program.press(*"type", "enter")
    assert "from: " in program.shows("https://example.org/mro")
    program.press("ctrl-c")
    program.ends()


def test_page_of_a_new_card(make_deck: Callable[[str, str], Path]) -> None:
    """The page of a card that was never reviewed has what the deck says, and no more."""
    path = make_deck("mro", deck("\nsource: {title: MRO, language: en}"))
    shown = plain(":i", ":q")
    page = f"end  typed in mro\n{path}:4\nfrom      MRO\nlanguage  en\n\nnew: never reviewed\n"
    assert page in "".join(f"{line.rstrip()}\n" for line in shown.splitlines())


def test_page_without_a_source(make_deck: Callable[[str, str], Path]) -> None:
    """Nothing is added to the page where the deck says nothing."""
    path = make_deck("mro", deck(""))
    assert f"end  typed in mro\n{path}:3\n\nnew: never reviewed\n" in plain(":i", ":q")


def test_json(run: Callable[..., Any], make_deck: Callable[[str, str], Path]) -> None:
    """`decks --json` has what each deck says, as it is written; `stats --json` is as it was."""
    make_deck("mro", deck(SOURCE))
    make_deck("none", "deck: none\ncards: []\n")
    make_deck("some", "deck: some\nsource: {url: 'https://example.org/?a=1'}\ncards: []\n")
    found = {row["deck"]: row["source"] for row in values(run("decks", "--json"))}
    assert found == {
        "mro": {
            "title": "继承 and\nthe MRO\n",
            "url": "https://example.org/mro",
            "language": "zh",
            "note": "[bold]opening\x1b]0;x\x07 of it",
        },
        "none": {},
        "some": {"url": "https://example.org/?a=1"},
    }
    assert [row for row in values(run("stats", "--json"))["decks"] if "source" in row] == []


def test_check(run: Callable[..., Any], make_deck: Callable[[str, str], Path]) -> None:
    """A name that a source cannot have is listed with its line; the deck is studied all the same."""
    path = make_deck("mro", deck("\nsource:\n  title: MRO\n  link: example.org"))
    result = run("check", "mro")
    assert result.exit_code == 3
    problem = "unknown field 'link' (Fields here: language, note, title, url.)"
    assert f"{path}:4: SC001 {problem}" in " ".join(result.output.split())
    assert values(run("decks", "--json"))[0]["source"] == {"title": "MRO"}
