"""`review --plain`: line by line through a pipe, as a screen reader or a script sees it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.library import CAPITALS, basic_deck, events, process, rows

pytestmark = pytest.mark.usefixtures("capitals")


@pytest.fixture
def capitals(make_deck: Callable[[str, str], Path]) -> Path:
    """A deck with a card of several kinds."""
    return make_deck("capitals", CAPITALS)


def plain(*lines: str, deck: str = "capitals", **environment: str) -> tuple[int, str]:
    """Answer with some lines, then end; the exit code and what was printed."""
    text = "".join(f"{line}\n" for line in lines)
    result = process("review", "--plain", deck, stdin=text, **environment)
    assert result.stderr == ""
    assert "\x1b" not in result.stdout
    return result.returncode, result.stdout


def test_a_sitting(home: Path) -> None:
    """Each card is asked, judged and rated in lines; what is not rated is left."""
    code, shown = plain("paris", "4", "Romme", "", ":q")
    assert code == 0
    assert "capitals: 4 new, 0 learning, 0 due\nWhat is the capital of France?" in shown
    assert "✓ right" in shown
    assert "≈ nearly" in shown
    assert "2 cards left" in shown or "3 cards left" in shown
    assert rows(home, "select card_id, rating, answer, verdict from reviews order by at") == [
        ("france", 4, "paris", "right"),
        ("italy", 2, "Romme", "nearly"),
    ]


def test_end_of_input(home: Path) -> None:
    """A pipe that ends in the middle of a card ends the sitting well, that card unanswered."""
    code, shown = plain("Paris", "4", "Rome")
    assert code == 0
    assert "1 answer in" in shown
    assert events(home) == [("review 4", "france")]


def test_commands(home: Path) -> None:
    """Undo, bury, suspend and quit are typed as words."""
    code, shown = plain("Paris", "4", ":u", ":b", ":s", ":q")
    assert code == 0
    assert "Took back: review of france." in shown
    assert "Buried france until tomorrow." in shown
    assert "Suspended italy" in shown
    assert events(home) == [
        ("review 4", "france"),
        ("undo", "france"),
        ("bury", "france"),
        ("suspend", "italy"),
    ]


@pytest.mark.parametrize("line", ["5", "0", "good", "1 2"])
def test_what_is_no_rating_is_asked_again(home: Path, line: str) -> None:
    """A rating that cannot be is not guessed."""
    code, shown = plain("Paris", line, "2", ":q")
    assert code == 0
    assert "Type 1, 2, 3 or 4, or nothing to accept the one in brackets." in shown
    assert events(home) == [("review 2", "france")]


def test_nothing_left(home: Path, make_deck: Callable[[str, str], Path]) -> None:
    """After the last card it says so, and when to come back."""
    make_deck("one", basic_deck("one", "card"))
    code, shown = plain("", "4", deck="one")
    assert code == 0
    assert "1 answer in < 1 min, 100% recalled." in shown
    assert "Nothing is left to study.\nThe next card is due on " in shown
    assert plain(deck="one") == (
        0,
        "Nothing is due.\n" + shown[shown.index("The next card is due on ") :],
    )
    assert events(home) == [("review 4", "card")]


def test_the_next_card_is_one_of_the_selection(
    make_deck: Callable[[str, str], Path],
) -> None:
    """A card in a step of another deck is not what this sitting waits for."""
    make_deck("one", basic_deck("one", "card"))
    make_deck("other", basic_deck("other", "stepping"))
    assert "1 answer" in plain("", "4", deck="one")[1]
    assert "1 answer" in plain("", "1", deck="other")[1]
    code, shown = plain(deck="one")
    assert code == 0
    assert shown.startswith("Nothing is due.\nThe next card is due on ")


def test_cram_records_nothing(home: Path) -> None:
    """Cramming goes on after a rating and leaves no trace."""
    lines = "Paris\n4\n:u\n:q\n"
    result = process("review", "--plain", "--cram", "capitals", stdin=lines)
    assert (result.returncode, result.stderr) == (0, "")
    assert "Nothing is recorded while cramming" in result.stdout
    assert events(home) == []


def test_problems_are_counted_at_the_end(make_deck: Callable[[str, str], Path]) -> None:
    """A broken deck does not stop the sitting; it is mentioned, on stderr."""
    make_deck("broken", "deck: broken\ncards:\n  - id: half\n    question: What?\n")
    result = process("review", "--plain", "capitals", stdin=":q\n")
    assert result.returncode == 0
    assert result.stderr == "1 problem in the decks; `studycards check` lists them.\n"


@pytest.mark.parametrize("arguments", [[], ["--cram"], ["capitals"]])
def test_without_a_terminal_review_says_what_to_use(home: Path, arguments: list[str]) -> None:
    """Without a terminal and without `--plain` nothing is asked."""
    result = process("review", *arguments, stdin="Paris\n4\n")
    assert (result.returncode, result.stdout) == (1, "")
    assert result.stderr == (
        "studycards: error: review needs a terminal\n"
        "  Use --plain, or `studycards next --json` and `studycards answer` in a script.\n"
    )
    assert events(home) == []
