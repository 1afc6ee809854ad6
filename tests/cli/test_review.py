"""A review in a terminal: its keys, its screen, its rows."""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Callable
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from studycards.events import to_ms
from tests.terminals import Terminal

DECK = """
deck: capitals
cards:
  - id: capital-france
    question: What is the capital of France?
    answer: Paris
    explanation: Since 987.
  - id: capital-typed
    kind: typed
    question: Type the capital of Italy.
    answer: Rome
  - id: capital-choice
    kind: choice
    question: Which is the capital of Spain?
    options: [Madrid, Sevilla, Bilbao]
    answer: Madrid
  - id: capital-order
    kind: order
    question: Order by population.
    answer: [Tokyo, Paris, Vaduz]
  - id: capital-cloze
    kind: cloze
    text: "The capital of Norway is {{c1::Oslo}}."
"""


def rows(home: Path, columns: str) -> list[tuple[Any, ...]]:
    """Some columns of the review log, in the order of the answers."""
    with closing(sqlite3.connect(home / "studycards.db")) as db:
        return db.execute(f"select {columns} from reviews order by at").fetchall()


def number_of(screen: str, option: str) -> str:
    """The key under which an option is shown."""
    line = next(line for line in screen.splitlines() if line.rstrip().endswith(option))
    return line.split()[-2]


@pytest.fixture
def capitals(make_deck: Callable[[str, str], Path], home: Path) -> Path:
    """A deck with one card of each kind that takes an answer, and nothing shipped."""
    return make_deck("capitals", DECK)


@pytest.fixture
def review(terminal: Callable[..., Terminal], capitals: Path) -> Callable[..., Terminal]:
    """Start a review on that deck."""

    def start(*arguments: str, **options: Any) -> Terminal:
        return terminal("review", "capitals", *arguments, **options)

    return start


def test_a_whole_session(review: Callable[..., Terminal], home: Path) -> None:
    """Each kind takes an answer, judges it, proposes a rating, and every answer is a row."""
    program = review()
    screen = program.shows("What is the capital of France?")
    assert "5 new · 0 learning · 0 due" in screen
    program.press("enter")
    screen = program.shows("Since 987.")
    assert "▸1 again" in screen
    assert "3 good" in screen
    assert screen.splitlines()[-2].split() == ["1m", "6m", "10m", "7d"]
    program.press("4")

    program.shows("Type the capital of Italy.")
    program.press(*"rome", "enter")
    assert "✓ right  rome" in program.shows("✓ right")
    program.press("4")

    screen = program.shows("Which is the capital of Spain?")
    program.press(number_of(screen, "Bilbao"))
    assert "▸1 again" in program.shows("✗ not that  Bilbao")
    program.press("4")

    screen = program.shows("Order by population.")
    program.press(number_of(screen, "Tokyo"), number_of(screen, "Paris"), "enter")
    program.shows("✓ right  Tokyo → Paris → Vaduz")
    program.press("4")

    program.shows("The capital of Norway is […]")
    program.press(*"Olso", "enter")
    screen = program.shows("≈ nearly\n given     Ol[-s-]o\n expected  O{+s+}lo\n")
    assert "The capital of Norway is Oslo." in screen
    program.press("4")
    assert program.ends() == 0
    assert "5 answers in" in program.screen
    assert "The next card is due" in program.screen
    assert rows(home, "card_id, rating, phase, answer, verdict") == [
        ("capital-france", 4, "new", None, None),
        ("capital-typed", 4, "new", "rome", "right"),
        ("capital-choice", 4, "new", "Bilbao", "wrong"),
        ("capital-order", 4, "new", "Tokyo → Paris → Vaduz", "right"),
        ("capital-cloze/c1", 4, "new", "Olso", "nearly"),
    ]


def test_quit_and_return_the_next_day(review: Callable[..., Terminal], home: Path) -> None:
    """What was answered is kept, what was not is asked the next day, what is due comes back."""
    program = review()
    program.shows("France")
    program.press("enter", "4")
    program.shows("Italy")
    program.press("esc", "q")
    assert program.ends() == 0
    assert "4 cards left: `studycards review` continues." in program.screen
    assert rows(home, "card_id, rating") == [("capital-france", 4)]

    again = review(at="2026-03-10T09:00:00+01:00")
    screen = again.shows("4 new · 0 learning · 1 due")
    assert "Italy" in screen


def test_undo(review: Callable[..., Terminal], home: Path) -> None:
    """An answer is undone and given again; the log keeps all of it."""
    program = review()
    program.shows("France")
    program.press("enter")
    program.shows("Since 987.")
    program.press("1")
    program.shows("Italy")
    program.press("esc", "u")
    screen = program.shows("Undone: review of capital-france.")
    assert "What is the capital of France?" in screen
    program.press("enter")
    program.shows("Since 987.")
    program.press("4")
    program.shows("Italy")
    program.press("esc", "q")
    assert program.ends() == 0
    with closing(sqlite3.connect(home / "studycards.db")) as db:
        assert db.execute("select count(*) from reviews").fetchone() == (2,)
        assert db.execute(
            "select kind, card_id from actions"
            " join reviews on reviews.at = undone_at and reviews.device = undone_device"
        ).fetchall() == [("undo", "capital-france")]
        assert db.execute("select reps, phase from states").fetchall() == [(1, "review")]


def test_bury_and_suspend(review: Callable[..., Terminal], home: Path) -> None:
    """Both leave the session; the buried card is back tomorrow, the suspended is not."""
    program = review()
    program.shows("France")
    program.press("esc", "b")
    program.shows("Buried capital-france until tomorrow.")
    program.press("esc", "s")
    assert "3 new" in program.shows("Suspended capital-typed")
    program.press("ctrl-c")
    assert program.ends() == 130
    tomorrow = review(at="2026-03-03T09:00:00+01:00")
    assert "4 new" in tomorrow.shows("France")


def test_help(review: Callable[..., Terminal]) -> None:
    """The keys are listed, and any key goes on."""
    program = review()
    program.shows("France")
    program.press("esc", "?")
    assert "a hint: a little more" in program.shows("press any key to go on")
    program.press("x")
    program.shows("What is the capital of France?")


def test_edit(review: Callable[..., Terminal], capitals: Path, tmp_path: Path) -> None:
    """The editor opens at the card's line, and the changed card is shown."""
    editor = tmp_path / "editor.py"
    editor.write_text(
        "import sys, pathlib\n"
        "line, path = sys.argv[1:]\n"
        "assert line == '+4', line\n"
        "file = pathlib.Path(path)\n"
        "file.write_text(file.read_text().replace('capital of France', 'largest French city'))\n"
    )
    program = review(EDITOR=f"{sys.executable} {editor}")
    program.shows("What is the capital of France?")
    program.press("esc", "e")
    program.shows("What is the largest French city?")
    assert "largest French city" in capitals.read_text()


def test_edit_without_an_editor(review: Callable[..., Terminal]) -> None:
    """Where there is no editor the learner is told which variable to set."""
    program = review()
    program.shows("France")
    program.press("esc", "e")
    program.shows("no editor is set")


def test_editor_that_breaks_the_deck(review: Callable[..., Terminal], tmp_path: Path) -> None:
    """A card that no longer exists is skipped, and the session goes on."""
    editor = tmp_path / "editor.py"
    editor.write_text(
        "import sys, pathlib\n"
        "file = pathlib.Path(sys.argv[2])\n"
        "file.write_text(file.read_text().replace('answer: Paris', 'anser: Paris'))\n"
    )
    program = review(VISUAL=f"{sys.executable} {editor}")
    program.shows("France")
    program.press("esc", "e")
    assert "Italy" in program.shows("The card is gone from its deck")


def test_deck_removed_while_studied(review: Callable[..., Terminal], capitals: Path) -> None:
    """A deck that disappears ends the session with what was answered kept."""
    program = review()
    program.shows("France")
    capitals.unlink()
    program.press("enter", "3")
    program.shows("Italy")
    program.press("esc", "e")
    program.shows("Not edited")


def test_answered_elsewhere(review: Callable[..., Terminal], run: Callable[..., Any]) -> None:
    """A card that another session answered meanwhile is not asked again."""
    program = review()
    program.shows("France")
    assert run("answer", "capital-typed", "easy").exit_code == 0
    program.press("enter", "4")
    program.shows("Which is the capital of Spain?")


def test_cram(review: Callable[..., Terminal], home: Path) -> None:
    """Cramming asks everything and records nothing."""
    program = review("--cram", "--limit", "2")
    program.shows("2 to cram")
    for left in ("1 to cram", None):
        program.press("esc", " ", "enter")
        program.press("enter", "4")
        if left:
            program.shows(left)
    assert program.ends() == 0
    assert rows(home, "*") == []


@pytest.mark.parametrize("columns", [24, 40, 80, 160])
def test_widths(review: Callable[..., Terminal], columns: int) -> None:
    """Nothing is cut off or runs over at any width."""
    program = review(columns=columns, lines=30)
    program.shows("capitals")
    program.press("enter")
    screen = program.shows("Paris")
    words = " ".join(screen.split())
    assert max(map(len, screen.splitlines())) <= columns
    assert "What is the capital of France?" in words
    assert "1m 6m 10m 7d" in words
    for command in ("u undo", "b bury", "s suspend", "e edit", "? more", "q quit"):
        assert command in words


def test_twenty_columns_go_line_by_line(review: Callable[..., Terminal], home: Path) -> None:
    """A terminal too narrow for the screen asks line by line."""
    program = review(columns=20)
    program.shows("Answer (empty")
    program.press("Paris", "enter")
    program.shows("right")
    program.press("enter")
    program.shows("Type the capital of")
    program.press(":q", "enter")
    assert program.ends() == 0
    assert rows(home, "card_id, rating, verdict") == [("capital-france", 3, "right")]


def test_dumb_terminal(review: Callable[..., Terminal], home: Path) -> None:
    """A dumb terminal gets no escape sequence at all."""
    program = review(TERM="dumb")
    program.shows("Answer (empty to see it)")
    program.press("enter")
    program.shows("3 good 10m")
    program.press("2", "enter", ":u", "enter")
    program.shows("Undone: ")
    program.press(":q", "enter")
    assert program.ends() == 0
    assert b"\x1b" not in program.raw
    assert rows(home, "rating") == [(2,)]


def test_no_color(review: Callable[..., Terminal]) -> None:
    """`NO_COLOR` leaves bold and dim, and no colour."""
    program = review()
    program.shows("France")
    assert b"\x1b[1m" in program.raw
    for colour in range(30, 38):
        assert b"\x1b[%dm" % colour not in program.raw
        assert b";%dm" % colour not in program.raw


def test_escapes_in_cards_are_shown_not_obeyed(
    terminal: Callable[..., Terminal], make_deck: Callable[[str, str], Path]
) -> None:
    """A deck cannot command the terminal."""
    make_deck(
        "evil",
        'deck: evil\ncards:\n  - question: "a\\e]0;title\\a b\\e[2Jc"\n    answer: "x\\e[31my"\n',
    )
    program = terminal("review", "evil")
    program.shows("a␛]0;title␇ b␛[2Jc")
    program.press("enter")
    program.shows("x␛[31my")
    assert b"\x1b]0;" not in program.raw


def test_nothing_due(
    terminal: Callable[..., Terminal], make_deck: Callable[[str, str], Path]
) -> None:
    """A deck without cards says so and ends well."""
    make_deck("empty", "deck: empty\ncards: []\n")
    program = terminal("review", "empty")
    assert program.ends() == 0
    assert "Nothing is due." in program.screen


MORNING = "2026-03-02T09:00:00+01:00"
AHEAD = "2036-03-02T09:00:00+01:00"


def test_answers_dated_after_the_clock(
    run: Callable[..., Any], terminal: Callable[..., Terminal], capitals: Path, home: Path
) -> None:
    """Answers given by a clock that was ahead are undone if the learner wants it."""
    run("answer", "capital-france", "easy", at=AHEAD)
    run("answer", "capital-typed", "easy", at=AHEAD)
    program = terminal("review", "capitals", at=MORNING)
    program.shows("it is 2026-03-02 09:00, but answers are dated up to 2036-03-02.")
    program.press("y", "enter")
    program.shows("5 new")
    program.press("enter", "4")
    program.shows("Italy")
    undone = "(select undone_at from actions where undone_at is not null)"
    assert rows(home, f"card_id, at in {undone}") == [
        ("capital-france", 0),
        ("capital-france", 1),
        ("capital-typed", 1),
    ]
    assert rows(home, "at")[0] == (to_ms(datetime.fromisoformat(MORNING)),)


def test_clock_far_after_the_last_answer(
    run: Callable[..., Any], terminal: Callable[..., Terminal], capitals: Path
) -> None:
    """After a long pause the learner says whether the clock is right, before the first answer."""
    run("answer", "capital-france", "easy", at=MORNING)
    for answer, ends in (("n", True), ("y", False)):
        program = terminal("review", "capitals", at=AHEAD)
        program.shows("The last answer was given on 2026-03-02. By the clock it is 2036-03-02.")
        program.press(answer, "enter")
        if ends:
            assert program.ends() == 1
            assert "the clock is wrong, so nothing was asked" in program.screen
        else:
            program.shows("4 new · 0 learning · 1 due")
