"""`review --plain`: line by line, as a screen reader or a script sees it."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from studycards.review.commands import COMMANDS
from tests.cli.library import CAPITALS, EXERCISE, PROGRAM, basic_deck, events, invoke, rows

pytestmark = pytest.mark.usefixtures("capitals")


@pytest.fixture
def capitals(make_deck: Callable[[str, str], Path]) -> Path:
    """A deck with a card of several kinds."""
    return make_deck("capitals", CAPITALS)


def plain(*lines: str, deck: str = "capitals", **environment: str) -> tuple[int, str]:
    """Answer with some lines, then end; the exit code and what was printed."""
    text = "".join(f"{line}\n" for line in lines)
    result = invoke("review", "--plain", deck, stdin=text, **environment)
    assert result.stderr == ""
    assert "\x1b" not in result.stdout
    return result.exit_code, result.stdout


def test_a_session(home: Path) -> None:
    """Each card is asked, judged and rated in lines; what is not rated is left."""
    code, shown = plain("paris", "4", "Romme", "", ":q")
    assert code == 0
    assert "capitals: 4 new, 0 learning, 0 due\nWhat is the capital of France?" in shown
    assert "✓ right" in shown
    assert "≈ nearly" in shown
    assert "3 cards left" in shown
    assert rows(home, "select card_id, rating, answer, verdict from reviews order by at") == [
        ("france", 4, "paris", "right"),
        ("italy", 2, "Romme", "nearly"),
    ]


def test_end_of_input(home: Path) -> None:
    """A pipe that ends in the middle of a card ends the session well, that card unanswered."""
    code, shown = plain("Paris", "4", "Rome")
    assert code == 0
    assert "1 answer in" in shown
    assert events(home) == [("review 4", "france")]


def test_commands(home: Path) -> None:
    """Undo, bury, suspend and quit are typed as words."""
    code, shown = plain("Paris", "4", ":u", ":b", ":s", ":q")
    assert code == 0
    assert "Undone: review of france." in shown
    assert "Buried france until tomorrow." in shown
    assert "Suspended italy; `studycards suspend --off italy` brings it back." in " ".join(
        shown.split()
    )
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


PRINTS = """
  - id: prints
    kind: output
    code: |
      print(1)
      print(2)
    answer: |
      1
      2
"""


def test_lines_of_output(home: Path, make_deck: Callable[[str, str], Path]) -> None:
    """Lines are typed until an empty one; the code is run for real once the deck is trusted."""
    make_deck("more", f"deck: more\ncards:{PRINTS}{EXERCISE}")
    code, shown = plain("1", "2", "", ":r", "y", "4", ":q", deck="more")
    assert code == 0
    assert "Run this code of the deck 'more' on this machine? (y/n)" in shown
    assert "✓ run: it prints exactly that\n1\n2\n" in shown
    assert rows(home, "select answer, verdict, rating from reviews") == [("1\n2", "right", 4)]


def test_spaces_at_the_start_of_output(home: Path, make_deck: Callable[[str, str], Path]) -> None:
    """What a program prints may begin with spaces: they are kept as they are typed."""
    note = "{id: right, kind: output, code: \"print(' a')\", answer: ' a'}"
    make_deck("more", f"deck: more\ncards:\n  - {note}\n")
    code, _ = plain(" a", "", deck="more")
    assert code == 0
    assert rows(home, "select answer, verdict from reviews") == [(" a", "right")]


def test_exercise(home: Path, make_deck: Callable[[str, str], Path]) -> None:
    """Code is typed until a full stop, tried again, and counted."""
    make_deck("more", f"deck: more\ncards:{PRINTS}{EXERCISE}")
    attempts = ["", "def f(x):", "    return x", ".", "y", "", "def f(x): return x + 1", "."]
    code, shown = plain(":s", *attempts, "", ":q", deck="more")
    assert code == 0
    assert "\nf(1): expected 2, got 1" in shown
    assert shown.index("✗ a test fails") < shown.index("✓ all tests pass")
    assert rows(home, "select verdict, tries, rating from reviews") == [("right", 2, 2)]


def test_giving_up(home: Path, make_deck: Callable[[str, str], Path]) -> None:
    """`:g` shows the solution of an exercise, and nothing else's."""
    make_deck("more", f"deck: more\ncards:{PRINTS}{EXERCISE}")
    code, shown = plain(":g", "", "4", ":g", "", deck="more")
    assert code == 0
    assert "return x + 1" in shown
    reviews = "select card_id, verdict, rating from reviews order by at"
    assert rows(home, reviews) == [("prints", "wrong", 4), ("exercise", "wrong", 1)]


def test_editor(home: Path, make_deck: Callable[[str, str], Path], tmp_path: Path) -> None:
    """An exercise is written in the editor, if there is one; a card is corrected there too."""
    make_deck("more", f"deck: more\ncards:{PRINTS}{EXERCISE}")
    script = tmp_path / "editor.py"
    script.write_text(
        "import pathlib, sys; path = pathlib.Path(sys.argv[-1])\n"
        "old, new = ('...', 'return x') if path.name == 'exercise.py' else ('2', '3')\n"
        "path.write_text(path.read_text().replace(old, new))\n"
    )
    editor = f"{sys.executable} {script}"
    code, shown = plain(":e", ":s", "", "y", "4", deck="more", EDITOR=editor)
    assert code == 0
    assert "print(3)" in shown
    assert "✗ a test fails" in shown
    assert "f(1): expected 3, got 1" in shown
    assert events(home) == [("suspend", "prints")]


def test_hint_overruling_and_flag(home: Path) -> None:
    """What the keys of the whole screen do, words do here, and it is recorded."""
    lines = [":h", "Marseille", ":o", ":f", ":i", "", ":q"]
    code, shown = plain(*lines)
    assert code == 0
    assert "hint  P····" in shown
    assert "✓ right, you say" in shown
    assert "Flagged france" in shown
    assert "new: never reviewed" in shown
    assert rows(home, "select hints, overruled, rating from reviews") == [(1, 1, 2)]
    assert events(home) == [("flag", "france"), ("review 2", "france")]


def test_no_option(home: Path) -> None:
    """What names no option is asked again, not judged."""
    code, shown = plain(":s", ":s", "Madrid", "7", "0 1", "1", ":q")
    assert code == 0
    assert shown.count("Type the number of an option, or nothing to see the answer.") == 3
    assert "1 again" in shown
    assert [kind for kind, _ in events(home)] == ["suspend", "suspend"]


@pytest.mark.parametrize(
    ("arguments", "lines", "recorded"),
    [
        (["--grading", "auto"], ["Paris", ":q"], [("france", 3, None)]),
        (["--grading", "self"], ["Paris", "", "2", ":q"], [("france", 2, None)]),
        (["--confidence"], ["Paris", "3", "", ":q"], [("france", 3, 3)]),
        (["--confidence"], ["Paris", "", "", ":q"], [("france", 3, None)]),
    ],
)
def test_manner(
    home: Path, arguments: list[str], lines: list[str], recorded: list[tuple[str, int, int | None]]
) -> None:
    """Grading and confidence are asked for as on the whole screen."""
    stdin = "".join(f"{line}\n" for line in lines)
    result = invoke("review", "--plain", "capitals", *arguments, stdin=stdin)
    assert (result.exit_code, result.stderr) == (0, "")
    assert rows(home, "select card_id, rating, confidence from reviews") == recorded


def test_bytes_that_are_no_text(home: Path) -> None:
    """What is not UTF-8 is an answer like any other, kept with signs in place of the bytes."""
    command = [*PROGRAM, "review", "--plain", "capitals"]
    lines = b"a\xff\n1\n:q\n"
    ended = subprocess.run(command, input=lines, capture_output=True, check=False, timeout=60)
    assert (ended.returncode, ended.stderr) == (0, b"")
    given: list[str | bytes] = [*PROGRAM, "answer", "italy", "again", "--given", b"\xff\xfe"]
    assert subprocess.run(given, capture_output=True, check=False, timeout=60).returncode == 0
    assert rows(home, "select answer, verdict from reviews order by at") == [
        ("a\ufffd", None),
        ("\ufffd\ufffd", "wrong"),
    ]


def test_help() -> None:
    """`:?` lists every command with what it does."""
    code, shown = plain(":?", ":q")
    assert code == 0
    for command in COMMANDS:
        assert f":{command.key} {command.help}" in " ".join(shown.split())


def test_commands_that_do_not_apply(home: Path) -> None:
    """What makes no sense now is not done: it is an answer, or no rating."""
    code, shown = plain(":o", ":h", ":g", ":r", ":o", "2", ":q")
    assert code == 0
    assert "you wrote  (compare it with the answer)  :o" in shown
    assert "hint  P" not in shown
    assert shown.count("Type 1, 2, 3 or 4") == 3
    assert "✓ right, you say" in shown
    assert rows(home, "select answer, overruled, rating from reviews") == [(":o", 1, 2)]


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
    """A card in a step of another deck is not what this session waits for."""
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
    result = invoke("review", "--plain", "--cram", "capitals", stdin=lines)
    assert (result.exit_code, result.stderr) == (0, "")
    assert "Nothing is recorded while cramming" in result.stdout
    assert "capitals: 4 to cram" in result.stdout
    assert " due\n" not in result.stdout
    assert events(home) == []


def test_problems_are_counted_at_the_end(make_deck: Callable[[str, str], Path]) -> None:
    """A broken deck does not stop the session; it is mentioned, on stderr."""
    make_deck("broken", "deck: broken\ncards:\n  - id: half\n    question: What?\n")
    result = invoke("review", "--plain", "capitals", stdin=":q\n")
    assert result.exit_code == 0
    assert result.stderr == "1 problem in the decks; `studycards check` lists them.\n"


@pytest.mark.parametrize("arguments", [[], ["--cram"], ["capitals"]])
def test_without_a_terminal_review_says_what_to_use(home: Path, arguments: list[str]) -> None:
    """Without a terminal and without `--plain` nothing is asked."""
    result = invoke("review", *arguments, stdin="Paris\n4\n")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == (
        "studycards: error: review needs a terminal\n"
        "  Use --plain, or `studycards next --json` and `studycards answer` in a script.\n"
    )
    assert events(home) == []


def test_a_step_later_today(make_deck: Callable[[str, str], Path]) -> None:
    """A card in a step that is not due yet is not left for now: its time is said instead."""
    make_deck("one", basic_deck("one", "card"))
    invoke("config", "learning_steps", "2h")
    ends = "The next card is due at 11:00, in 2h.\n"
    code, shown = plain("", "1", deck="one")
    assert code == 0
    assert shown.endswith(f"Nothing is left to study.\n{ends}")
    assert plain(deck="one") == (0, f"Nothing is due.\n{ends}")


def test_held_back_until_tomorrow(make_deck: Callable[[str, str], Path]) -> None:
    """A due card that the limit of the day holds back comes tomorrow, not now."""
    make_deck("two", basic_deck("two", "first", "second"))
    later = "2026-04-06T09:00:00+02:00"
    plain("", "4", "", "4", deck="two")
    invoke("config", "reviews_per_day", "1")
    code, shown = plain("", "4", deck="two", at=later)
    assert code == 0
    tomorrow = "Nothing is left to study.\nThe next card is due on Tuesday, 07 April.\n"
    assert shown.endswith(tomorrow)
    limited = invoke("review", "--plain", "two", "--cram", stdin="\n4\n" * 2, at=later)
    assert limited.stdout.endswith("The next card is due now.\n")


def test_chosen_options_are_shown_as_in_the_question(
    make_deck: Callable[[str, str], Path],
) -> None:
    """Verdicts and hints show an option as the question does, without the marks of Markdown."""
    make_deck(
        "picked",
        """\
        deck: picked
        cards:
          - id: choice
            kind: choice
            question: Which is a list?
            options: ["`[1]`", "`(1,)`"]
            answer: "`[1]`"
          - id: order
            kind: order
            question: Which order?
            answer: ["`one`", "**two**", "`a | b`"]
        """,
    )
    code, shown = plain(":h", "1", "4", ":h", "1 2 3", "4", deck="picked")
    assert code == 0
    assert "not: (1,)" in shown
    assert "hint  one\n… 2 more" in shown
    assert "`" not in shown
    assert "**" not in shown


def test_reason_of_a_wrong_answer(capitals: Path) -> None:
    """What the author says about a wrong answer is shown with the verdict."""
    wrong = "    answer: Rome\n    wrong: {Milan: It is the capital of *fashion*.}\n"
    capitals.write_text(CAPITALS.replace("    answer: Rome\n", wrong))
    _, shown = plain("", "4", "milan", ":q")
    assert "✗ not that" in shown
    assert "It is the capital of fashion." in shown
    assert "[1]" in shown


def test_nothing_given_is_again(home: Path) -> None:
    """A card that was looked at without an answer is proposed as forgotten, whatever its kind."""
    plain("", "", "", "", ":q")
    assert rows(home, "select rating from reviews") == [(1,), (1,)]
