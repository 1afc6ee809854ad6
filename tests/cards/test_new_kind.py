"""A new kind of note is one module and one line of the table: the whole program then knows it."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from typer.testing import CliRunner, Result

from studycards.cards import KINDS
from studycards.cards.asking import Variant
from studycards.cli.parser import app
from studycards.decks.schema import deck_schema
from tests.cards import times
from tests.cli.library import process, rows, values
from tests.terminals import Terminal

Run = Callable[..., Result]

ROOT = Path(__file__).parents[2]

SEVEN = "  - id: seven\n    kind: times\n    factor: 7\n"


@pytest.fixture(autouse=True)
def table(monkeypatch: pytest.MonkeyPatch) -> None:
    """The one line."""
    monkeypatch.setitem(KINDS, "times", times.__name__)


@pytest.fixture
def elsewhere(tmp_path: Path) -> dict[str, str]:
    """Variables of a process in which the table has the line as well."""
    line = f"from studycards.cards import KINDS\nKINDS['times'] = '{times.__name__}'\n"
    (tmp_path / "sitecustomize.py").write_text(line, encoding="utf-8")
    return {"PYTHONPATH": os.pathsep.join(map(str, (tmp_path, ROOT)))}


@pytest.fixture
def deck(make_deck: Callable[[str, str], Path]) -> Path:
    """A deck with a note of the new kind."""
    return make_deck("tables", f"deck: tables\ncards:\n{SEVEN}")


def question(seed: str) -> times.Times:
    """What is asked of the note for a seed."""
    asked = times.KIND.ask({"factor": "7"}, "there", Variant((3, 12), seed=seed))
    assert isinstance(asked, times.Times)
    return asked


def test_added(run: Run, home: Path, no_shipped_decks: None) -> None:
    """It is added in one line, with an id from what it asks; what is wrong with it is said."""
    added = values(run("add", "tables", "--kind", "times", "--field", "factor=7", "--json"))
    assert added["id"].startswith("7-")
    text = (home / "decks" / "tables.yaml").read_text(encoding="utf-8")
    assert text.endswith(f"  - id: {added['id']}\n    kind: times\n    factor: '7'\n")
    wrong = run("add", "tables", "--kind", "times", "--field", "factor=x", "--id", "x")
    assert (wrong.exit_code, "'x' is no number" in wrong.stderr) == (2, True)
    again = run("add", "tables", "--kind", "times", "--field", "factor=7", "--id", "again")
    assert (again.exit_code, f"near-duplicate of {added['id']}" in again.stderr) == (1, True)


@pytest.mark.slow
def test_checked_and_proved(run: Run, deck: Path) -> None:
    """Its rules are looked at, its code is run, its proof sees its answer."""
    assert run("check", "tables", "--run", "--trust").exit_code == 0
    deck.write_text(
        f"deck: tables\ncards:\n{SEVEN}"
        "    story: Whose is it? And why?\n"
        "    proof: assert answer == 70\n"
        "  - {id: eight, kind: times, factor: 8, proof: assert answer == 70}\n",
        encoding="utf-8",
    )
    result = run("check", "tables", "--run", "--trust", "--format", "json")
    found = [(problem["line"], problem["code"]) for problem in json.loads(result.stdout)]
    assert found == [(3, "SC101"), (8, "SC201"), (8, "SC202")]


def test_fixed(run: Run, deck: Path) -> None:
    """Its fields have their order."""
    deck.write_text(
        "deck: tables\ncards:\n  - story: s\n    factor: 7\n    id: seven\n    kind: times\n",
        encoding="utf-8",
    )
    assert run("check", "tables", "--fix").exit_code == 0
    assert deck.read_text(encoding="utf-8") == f"deck: tables\ncards:\n{SEVEN}    story: s\n"


def test_searched(run: Run, deck: Path) -> None:
    """Each of its cards is found by its kind, with what it asks."""
    found = values(run("search", "kind:times", "--json"))
    assert [(card["id"], card["asked"]) for card in found] == [
        ("seven/there", "7"),
        ("seven/back", "7"),
    ]


def test_shown_as_json(run: Run, deck: Path) -> None:
    """A script is told the question, which stays the same until it is answered."""
    card = values(run("next", "--json"))["card"]
    assert (card["id"], card["kind"], card["input"]) == ("seven/there", "times", "write")
    assert card["question"] == question("seven/there:0").shown
    right = question("seven/there:0").answer.text
    answered = values(run("answer", "seven/there", "good", "--given", right, "--json"))
    assert answered["verdict"] == "right"
    wrong = values(run("answer", "seven/there", "again", "--given", right, "--json"))
    assert wrong["verdict"] == "wrong", "the second question has other numbers"


def test_reviewed_line_by_line(run: Run, home: Path, deck: Path) -> None:
    """It is asked, hinted at, judged, run and rated; the seed is that of the question."""
    asked = question("seven/there:0")
    lines = "".join(f"{line}\n" for line in (":h", asked.answer.text, ":r", "y", "3", ":q"))
    shown = CliRunner().invoke(app, ["review", "--plain"], input=lines).stdout
    assert asked.shown in shown
    assert asked.hint(1) in shown
    assert "✓ right" in shown
    assert "✓ run: it prints exactly that" in shown
    assert rows(home, "select card_id, rating, answer, verdict, hints from reviews") == [
        ("seven/there", 3, asked.answer.text, "right", 1)
    ]


def test_schema(deck: Path) -> None:
    """Editors complete and check it."""
    validator = Draft202012Validator(deck_schema())
    assert validator.is_valid({"cards": [{"kind": "times", "factor": 7}]})
    assert not validator.is_valid({"cards": [{"kind": "times", "story": "s"}]})


def test_language() -> None:
    """A variant may ask in the learner's language."""
    french = times.KIND.ask({"factor": "7"}, "there", Variant((3, 12), language="fr"))
    assert french.shown.startswith("Combien font 7 × ")


@pytest.mark.slow
def test_help(elsewhere: dict[str, str]) -> None:
    """The help of `add` names it."""
    assert "times" in process("add", "--help", **elsewhere).stdout


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
def test_dialogue_and_full_screen(
    terminal: Callable[..., Terminal], deck: Path, elsewhere: dict[str, str]
) -> None:
    """The dialogue asks for its fields and shows both cards; the whole screen asks and runs it."""
    writing = terminal("add", "tables", columns=100, lines=50, **elsewhere)
    writing.shows(", times [basic]:")
    writing.press("times", "enter")
    writing.shows("factor (end a line with \\ to continue):")
    writing.press("8", "enter")
    writing.shows("story (optional):")
    writing.press("enter")
    writing.shows("explanation (optional):")
    writing.press("enter")
    screen = writing.shows("Add it? [Y/n]:")
    assert "What is 8 × " in screen
    assert "× 8?" in screen
    writing.press("y", "enter")
    writing.shows("Another card? [Y/n]:")
    writing.press("n", "enter")
    assert writing.ends() == 0

    asked = question("seven/there:0")
    review = terminal("review", "tables", **elsewhere)
    review.shows(asked.shown)
    review.press(asked.answer.text, "enter")
    assert "r run" in review.shows("✓ right")
