"""Answers given in a terminal: each kind right, nearly, wrong, overruled, undone."""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.cli.library import EXERCISE
from tests.terminals import Terminal

CARDS = {
    "typed": """
  - id: typed
    kind: typed
    question: Which class ends every MRO?
    answer: object
""",
    "output": """
  - id: output
    kind: output
    code: |
      print(1)
      print("a")
    answer: |
      1
      a
    explanation: It prints both.
""",
    "equation": """
  - id: equation
    kind: equation
    question: Write the output score.
    tex: o_t = V h_t + \\frac{c}{2}
    unicode: oₜ = Vhₜ + c/2
""",
    "exercise": f"\n{EXERCISE}",
    "set": """
  - id: set
    kind: choice
    question: Which are mutable?
    options: [list, tuple, dict]
    answer: [list, dict]
""",
}


def kept(home: Path, columns: str) -> list[tuple[Any, ...]]:
    """Some columns of the review log."""
    with closing(sqlite3.connect(home / "studycards.db")) as db:
        return db.execute(f"select {columns} from reviews order by at").fetchall()


@pytest.fixture
def ask(
    terminal: Callable[..., Terminal], make_deck: Callable[[str, str], Path]
) -> Callable[..., Terminal]:
    """Start a review on one card of a kind."""

    def start(kind: str, *arguments: str, **options: Any) -> Terminal:
        make_deck("one", f"deck: one\ncards:{CARDS[kind]}")
        return terminal("review", "one", *arguments, **options)

    return start


@pytest.mark.parametrize(
    ("kind", "keys", "shown", "proposed", "verdict"),
    [
        ("typed", [*"object", "enter"], "✓ right", "▸3 good", "right"),
        ("typed", [*"objetc", "enter"], "≈ nearly", "▸2 hard", "nearly"),
        ("typed", [*"tuple", "enter"], "✗ not that", "▸1 again", "wrong"),
        ("typed", ["enter"], "object", "▸1 again", None),
        ("output", [*"1", "enter", *"a", "enter", "enter"], "✓ right", "▸3 good", "right"),
        ("output", [*"1", "enter", *"'a'", "enter", "enter"], "≈ nearly", "▸2 hard", "nearly"),
        ("output", [*"2", "enter", "enter"], "0 of 2 lines", "▸1 again", "wrong"),
        ("equation", [*"c/2 + V*h[t]", "enter"], "✓ right", "▸3 good", "right"),
        ("equation", [*"o_t = v h_t + c/2", "enter"], "≈ nearly", "▸2 hard", "nearly"),
        ("equation", [*"V h_t - c/2", "enter"], "✗ not that", "▸1 again", "wrong"),
    ],
)
def test_verdicts(
    ask: Callable[..., Terminal], home: Path, kind: str, keys: list[str], shown: str,
    proposed: str, verdict: str | None,
) -> None:  # fmt: skip
    """What is typed is judged, the rating follows from it, and the row says so."""
    program = ask(kind)
    program.shows("❯")
    program.press(*keys)
    screen = program.shows("1 again")
    assert shown in screen
    assert proposed in screen
    program.press("4")
    assert program.ends() == 0
    assert kept(home, "card_id, rating, verdict") == [(kind, 4, verdict)]


def test_differences_are_marked(ask: Callable[..., Terminal]) -> None:
    """Given and expected stand above one another, marked without colour."""
    program = ask("typed")
    program.shows("❯")
    program.press(*"objict", "enter")
    screen = program.shows("expected")
    assert "given     obj[-i-]ct" in screen
    assert "expected  obj{+e+}ct" in screen


def test_overruled_and_undone(ask: Callable[..., Terminal], home: Path) -> None:
    """A verdict is overruled with one key; the overruling is kept, and undone with the answer."""
    program = ask("typed")
    program.shows("❯")
    program.press(*"the root", "enter")
    program.shows("✗ not that")
    program.press("o")
    assert "▸3 good" in program.shows("✓ right, you say")
    program.press("enter")
    program.shows("❯")
    program.press("esc", "u")
    program.shows("Undone: review of typed.")
    program.press("ctrl-c")
    assert program.ends() == 130
    assert kept(home, "answer, verdict, overruled, rating") == [("the root", "wrong", 1, 3)]
    with closing(sqlite3.connect(home / "studycards.db")) as db:
        assert db.execute("select count(*) from states").fetchone() == (0,)


def test_hints(ask: Callable[..., Terminal], home: Path) -> None:
    """Each hint shows a little more, is counted, and lowers the proposal."""
    program = ask("typed")
    program.shows("❯")
    program.press("\t")
    program.shows("hint  o·····")
    program.press("\t")
    program.shows("hint  ob····")
    program.press(*"object", "enter")
    assert "▸2 hard" in program.shows("✓ right")
    program.press("enter")
    program.shows("❯")
    program.press("ctrl-c")
    program.ends()
    assert kept(home, "hints, rating") == [(2, 2)]


def test_confidence(ask: Callable[..., Terminal], home: Path) -> None:
    """With `--confidence` the learner is asked how sure it is of what it typed."""
    program = ask("typed", "--confidence")
    program.shows("❯")
    program.press(*"object", "enter")
    screen = program.shows("How sure are you?")
    assert "❯ object" in screen
    assert "right" not in screen
    program.press("3")
    program.shows("✓ right")
    program.press("4")
    assert program.ends() == 0
    assert kept(home, "confidence, verdict") == [(3, "right")]


def test_grading_auto(ask: Callable[..., Terminal], home: Path) -> None:
    """With `--grading auto` a right answer is rated automatically, with the rating that follows."""
    program = ask("typed", "--grading", "auto")
    program.shows("❯")
    program.press(*"object", "enter")
    program.shows("0 new · 1 learning")
    program.press("ctrl-c")
    program.ends()
    assert kept(home, "rating, verdict") == [(3, "right")]


def test_grading_self(ask: Callable[..., Terminal], home: Path) -> None:
    """With `--grading self` nothing is proposed, and enter is no rating."""
    program = ask("typed", "--grading", "self")
    program.shows("❯")
    program.press(*"object", "enter")
    screen = program.shows("✓ right")
    assert "▸" not in screen
    program.press("enter", "4")
    assert program.ends() == 0
    assert kept(home, "rating") == [(4,)]


def test_several_options(ask: Callable[..., Terminal], home: Path) -> None:
    """Several options are marked, and part of them is nearly right."""
    program = ask("set")
    screen = program.shows("several are right")
    key = next(line.split()[-2] for line in screen.splitlines() if line.endswith(" list"))
    program.press(key)
    assert "●" in program.shows("●")
    program.press("enter")
    program.shows("≈ nearly  (1 of 2 found)")
    program.press("4")
    assert program.ends() == 0
    assert kept(home, "answer, verdict") == [("list", "nearly")]


def test_options_with_the_arrows(ask: Callable[..., Terminal], home: Path) -> None:
    """The arrows point, space takes, enter gives."""
    program = ask("set")
    screen = program.shows("1–3 ↑↓ choose")
    places = {line.split()[-1]: line.split()[0] for line in screen.splitlines()[3:7] if line}
    program.press("\x1b[B")
    program.shows("❯   1")
    program.press(*[" ", "\x1b[B"] * 3)
    program.shows("❯●  1")
    program.press(places["tuple"], "enter")
    program.shows("✓ right")
    program.press("4")
    assert program.ends() == 0
    assert kept(home, "answer, verdict") == [("dict | list", "right")]


def test_earlier_answer_after_undo(ask: Callable[..., Terminal], home: Path) -> None:
    """Earlier answers are recalled with the arrow, to be corrected."""
    program = ask("typed", "--ahead", "1")
    program.shows("❯")
    program.press(*"objetc", "enter")
    program.shows("≈ nearly")
    program.press("1")
    program.shows("1 learning")
    program.press("esc", "u")
    program.shows("Undone: ")
    program.press("\x1b[A")
    program.shows("❯ objetc")
    program.press("\x17", *"object", "enter")
    program.shows("✓ right")
    program.press("4")
    assert program.ends() == 0
    assert kept(home, "answer, rating") == [("objetc", 1), ("object", 4)]


def test_paste(ask: Callable[..., Terminal], home: Path) -> None:
    """A paste of lines is text, never keys; a megabyte of it is passed over."""
    program = ask("typed")
    program.shows("❯")
    program.press("\x1b[200~" + "x" * 1_000_000 + "\x1b[201~")
    program.press("\x1b[200~obj\r\r4\rq\x1b[201~")
    program.shows("❯ obj 4 q")
    program.press("\x15", "\x1b[200~object\n\x1b[201~", "enter")
    program.shows("✓ right")
    program.press("\x1b[200~4\x1b[201~", "1")
    program.shows("1 learning")
    program.press("\x03")
    program.ends()
    assert kept(home, "answer, rating") == [("object", 1)]


def test_equation_in_two_dimensions(ask: Callable[..., Terminal]) -> None:
    """A formula is set in two dimensions where it fits, and in one line where not."""
    program = ask("equation")
    program.shows("❯")
    program.press("enter")
    lines = program.shows("1 again").splitlines()
    line = next(n for n, text in enumerate(lines) if "oₜ = Vhₜ + ───" in text)
    assert (lines[line - 1].strip(), lines[line + 1].strip()) == ("c", "2")


EDITOR = """
import pathlib, sys
path = pathlib.Path(sys.argv[-1])
count = pathlib.Path(__file__).with_suffix('.count')
tries = len(count.read_text()) if count.exists() else 0
count.write_text('x' * (tries + 1))
assert '...' in path.read_text() or tries
path.write_text('def f(x):\\n    return x' + (' + 1' if tries else '') + '\\n')
"""


@pytest.fixture
def editor(tmp_path: Path) -> str:
    """An editor that writes a wrong solution first, then the right one."""
    script = tmp_path / "editor.py"
    script.write_text(EDITOR)
    return f"{sys.executable} {script}"


def test_exercise(ask: Callable[..., Terminal], home: Path, editor: str) -> None:
    """The first try fails with input, expected and got; the second passes; both are counted."""
    program = ask("exercise", EDITOR=editor)
    program.shows("↵ write")
    program.press("enter")
    program.shows("Run code of the deck 'one' on this machine? (y/n)")
    program.press("y")
    screen = program.shows("✗ a test fails")
    assert "f(1): expected 2, got 1" in screen
    program.press("enter")
    screen = program.shows("✓ all tests pass")
    assert "yours" in screen
    assert "solution" in screen
    assert "▸2 hard" in screen
    program.press("4")
    assert program.ends() == 0
    assert kept(home, "answer, verdict, tries, rating") == [
        ("def f(x):\n    return x + 1\n", "right", 2, 4)
    ]


def test_giving_up(ask: Callable[..., Terminal], home: Path, editor: str) -> None:
    """Giving up shows the solution beside the attempt and proposes again."""
    program = ask("exercise", EDITOR=editor)
    program.shows("↵ write")
    program.press("enter")
    program.shows("(y/n)")
    program.press("y")
    program.shows("✗ a test fails")
    program.press("g")
    screen = program.shows("solution")
    assert "▸1 again" in screen
    program.press("1")
    program.shows("0 new · 1 learning")
    program.press("ctrl-c")
    program.ends()
    assert kept(home, "verdict, tries, rating") == [("wrong", 1, 1)]


@pytest.mark.parametrize(
    ("script", "message"),
    [("raise SystemExit(3)", "the editor returned 3"), ("pass", "Nothing was changed")],
)
def test_editor_that_fails_or_saves_nothing(
    ask: Callable[..., Terminal], tmp_path: Path, home: Path, script: str, message: str
) -> None:
    """An editor that fails or saves nothing returns to the card, and nothing is run."""
    (tmp_path / "editor.py").write_text(script)
    program = ask("exercise", EDITOR=f"{sys.executable} {tmp_path / 'editor.py'}")
    program.shows("↵ write")
    program.press("enter")
    program.shows("(y/n)")
    program.press("y")
    program.shows(message)
    program.press("q")
    assert program.ends() == 0
    assert kept(home, "*") == []


def test_exercise_without_an_editor(ask: Callable[..., Terminal], home: Path) -> None:
    """If no editor is set the code is typed, and corrected, below the question."""
    program = ask("exercise")
    program.shows("ctrl-d run the tests")
    program.press(*["\x7f"] * len("..."), *"return x", "\x04")
    program.shows("(y/n)")
    program.press("y")
    screen = program.shows("✗ a test fails")
    assert "❯ def f(x):\n       return x\n" in screen
    program.press(*" + 1", "\x04")
    program.shows("✓ all tests pass")
    program.press("enter")
    program.shows("1 learning")
    program.press("\x03")
    program.ends()
    assert kept(home, "answer, verdict, tries, rating") == [
        ("def f(x):\n    return x + 1\n", "right", 2, 2)
    ]


def test_giving_up_without_an_editor(ask: Callable[..., Terminal], home: Path) -> None:
    """`esc g` shows the solution."""
    program = ask("exercise")
    program.shows("ctrl-d run the tests")
    program.press("esc", "g")
    assert "▸1 again" in program.shows("return x + 1")
    program.press("4")
    program.ends()
    assert kept(home, "verdict, tries, rating") == [("wrong", 0, 4)]


def test_untrusted_code_is_not_run(ask: Callable[..., Terminal], editor: str) -> None:
    """Saying no runs nothing."""
    program = ask("exercise", EDITOR=editor)
    program.shows("↵ write")
    program.press("enter")
    program.shows("(y/n)")
    program.press("n")
    program.shows("The code was not run.")


def test_output_run_for_real(ask: Callable[..., Terminal]) -> None:
    """After the reveal a key runs the program and shows that it is so."""
    program = ask("output")
    program.shows("❯")
    program.press("enter")
    program.shows("r run")
    program.press("r")
    program.shows("(y/n)")
    program.press("y")
    program.shows("✓ run: it prints exactly that")


def test_info_and_flag(ask: Callable[..., Terminal], run: Callable[..., Any], home: Path) -> None:
    """`i` shows history, memory and curve; `f` flags the card for `search is:flagged`."""
    ask("typed").shows("❯")
    run("answer", "typed", "good")
    run("answer", "typed", "good", at="2026-03-02T09:20:00+01:00")
    program = ask("typed", at="2026-03-08T09:00:00+01:00")
    program.shows("❯")
    program.press("esc", "i")
    screen = program.shows("chance of recall after the last review")
    assert "stability" in screen
    assert "2026-03-02 09:20  good" in screen
    program.press("x")
    program.shows("❯")
    program.press("esc", "f")
    program.shows("Flagged typed")
    program.press("ctrl-c")
    program.ends()
    assert run("search", "is:flagged").stdout.startswith("typed  Which class")
    with closing(sqlite3.connect(home / "studycards.db")) as db:
        assert db.execute(
            "select kind, card_id from actions join action_cards using (at, device)"
        ).fetchall() == [("flag", "typed")]


def test_lapse_shows_the_explanation_first(
    ask: Callable[..., Terminal], run: Callable[..., Any]
) -> None:
    """After a lapse the explanation comes before the answer."""
    ask("output").shows("❯")
    run("answer", "output", "easy")
    program = ask("output", at="2026-03-20T09:00:00+01:00")
    program.shows("❯")
    program.press(*"2", "enter", "enter")
    screen = program.shows("It prints both.")
    assert screen.index("It prints both.") < screen.rindex("  a")


def test_a_megabyte_of_anything(ask: Callable[..., Terminal], run: Callable[..., Any]) -> None:
    """An answer of a megabyte, controls, marks and joined emoji do no harm."""
    ask("typed").shows("❯")
    strange = "\x1b[31m\u202e👩\u200d💻" * 20_000
    result = run("answer", "typed", "again", "--given", strange, "--json")
    assert result.exit_code == 0
    program = ask("typed", at="2026-03-02T09:05:00+01:00")
    program.shows("❯")
    program.press("👩\u200d💻 \u202e", *"object", "enter")
    program.shows("✗ not that")


def test_typing_below_a_long_question(
    terminal: Callable[..., Terminal], make_deck: Callable[[str, str], Path]
) -> None:
    """A question longer than the screen is shown from its top; what is typed stays in sight."""
    code = "".join(f"      x{n} = {n}\n" for n in range(30))
    make_deck("long", f"deck: long\ncards:\n  - kind: output\n    code: |\n{code}    answer: a\n")
    program = terminal("review", "long", lines=20)
    screen = program.shows("x1 = 1")
    assert "↓ more" in screen
    assert "❯" not in screen
    program.press("z")
    screen = program.shows("❯ z")
    assert "x29 = 29" in screen


def test_minutes(terminal: Callable[..., Terminal], make_deck: Callable[[str, str], Path]) -> None:
    """A session goes on to the card that passes the minutes, not beyond; here none passes."""
    make_deck("two", f"deck: two\ncards:{CARDS['typed']}{CARDS['equation']}")
    program = terminal("review", "two", "--minutes", "5")
    program.shows("MRO")
    program.press("enter", "4")
    program.shows("Write the output score.")
