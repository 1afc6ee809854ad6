"""Nothing that controls the terminal comes through: every command, a whole session, every text."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import typer
import yaml
from typer.testing import Result

from studycards.cli import COMMANDS, complete
from studycards.cli.parser import app
from tests.cli.library import process, rows
from tests.sentinel import SENTINEL, unsafe
from tests.terminals import Terminal

Run = Callable[..., Result]

EVERY_KIND = Path(__file__).parents[1] / "decks" / "good" / "every-kind.yaml"
PLAIN = {
    "id",
    "kind",
    "requires",
    "ignore",
    "compare",
    "tolerance",
    "case_sensitive",
    "reversed",
    "python",
    "symbols",
}
"""Fields that hold no text to show; with the sentinel in one, the note is broken."""

CARDS = 10
"""Cards of the deck."""

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="no file there has such a name")


def poisoned(value: Any) -> Any:
    """A field with the sentinel in every text."""
    match value:
        case str():
            return value + SENTINEL
        case list():
            return [poisoned(item) for item in value]
        case dict():
            return {name: poisoned(item) for name, item in value.items()}
        case _:
            return value


def printing(value: str) -> str:
    """Code that prints the sentinel."""
    return f"print({value + SENTINEL!r})"


def deck() -> dict[str, Any]:
    """A deck of every kind; all its texts hold the sentinel, and its code prints it."""
    content = yaml.load(EVERY_KIND.read_text(encoding="utf-8"), yaml.BaseLoader)
    notes = []
    for note in content["cards"]:
        note.pop("ignore", None)
        texts = {name: field if name in PLAIN else poisoned(field) for name, field in note.items()}
        match note.get("kind", "basic"):
            case "output":
                texts["code"] = printing("2")
            case "exercise":
                shown = f"raise AssertionError({SENTINEL!r})"
                texts["tests"] = f"{printing('test')}\n{shown}"
        texts.pop("requires", None)
        notes.append(texts)
    return {
        "deck": "poison",
        "title": SENTINEL,
        "source": dict.fromkeys(("title", "url", "language", "note"), SENTINEL),
        "tags": ["poison"],
        "cards": notes,
    }


@pytest.fixture
def poisoned_home(home: Path, no_shipped_decks: None) -> Path:
    """A home with a good deck and broken ones, whose names and texts hold the sentinel."""
    decks = home / "decks" / SENTINEL
    decks.mkdir(parents=True)
    broken = deck() | {
        "deck": SENTINEL,
        "cards": [{"id": SENTINEL, SENTINEL: SENTINEL, "kind": SENTINEL}],
    }
    (decks / f"{SENTINEL}.yaml").write_text(yaml.safe_dump(deck()), encoding="utf-8")
    (decks / f"broken {SENTINEL}.yaml").write_text(yaml.safe_dump(broken), encoding="utf-8")
    (decks / f"no deck {SENTINEL}.yaml").write_text("[", encoding="utf-8")
    return home


def arguments(command: str) -> Iterator[list[str]]:
    """Calls of a command: the sentinel as each argument and as the value of each option."""
    root: Any = typer.main.get_command(app)
    parameters = root.get_command(None, command).params
    options = [p for p in parameters if p.param_type_name == "option"]
    words = ["poison" if not p.required else "x" for p in parameters if p not in options]
    for number in range(len(words) + 1):
        yield [*words[:number], SENTINEL, *words[number + 1 :]]
    yield [*words, f"--{SENTINEL}"]
    for option in options:
        yield [*words, option.opts[0] if option.is_flag else f"{option.opts[0]}={SENTINEL}"]


@pytest.mark.parametrize("command", [*COMMANDS, SENTINEL])
def test_commands(command: str, poisoned_home: Path, run: Run) -> None:
    """A command tells of texts and of its arguments, and changes nothing of the terminal."""
    calls = arguments(command) if command in COMMANDS else iter([[]])
    told = ""
    for call in calls:
        result = run(command, *call, stdin=f"{SENTINEL}\n" * 20)
        told += result.stdout + result.stderr
        assert unsafe(result.stdout) == [], call
        assert unsafe(result.stderr) == [], call
    assert "␛" in told or "\\x1b" in told


@pytest.mark.parametrize("name", ["STUDYCARDS_HOME", "STUDYCARDS_NOW", "COLUMNS", "EDITOR"])
@pytest.mark.parametrize("command", [["stats"], ["config"], ["add", "x", "-q", "y", "-a", "z"]])
def test_environment(name: str, command: list[str], home: Path, run: Run) -> None:
    """Neither does a variable of the environment."""
    value = str(home / SENTINEL) if name == "STUDYCARDS_HOME" else SENTINEL
    result = run(*command, **{name: value})
    assert unsafe(result.stdout + result.stderr) == []


@pytest.mark.parametrize(
    "settings",
    ["{} = 1", "grading = {}", "deck_folders = [{}]", "[{}", "learning_steps = {}"],
)
def test_settings(settings: str, home: Path, run: Run) -> None:
    """Nor does the file of settings."""
    home.mkdir(exist_ok=True)
    (home / "config.toml").write_text(settings.format(json.dumps(SENTINEL)), encoding="utf-8")
    for command in (["config"], ["decks"], ["config", "grading", "self"]):
        result = run(*command)
        assert unsafe(result.stdout + result.stderr) == []


def test_whole_screen(
    poisoned_home: Path, terminal: Callable[..., Terminal], tmp_path: Path
) -> None:
    """Nor does a session with hints, answers, information, help and code that is run."""
    program = terminal("review", "poison", EDITOR=str(editor(tmp_path)))
    for key in ("\t", "x", "enter", "y", "g", "i", " ", "?", " ", "r", "y", "4") * CARDS:
        if not program.has_ended:
            program.press(key)
    assert program.ends() == 0
    assert unsafe(program.raw.decode(), screen=True) == []
    assert kinds(poisoned_home) == 8


def test_line_by_line(
    poisoned_home: Path, terminal: Callable[..., Terminal], tmp_path: Path
) -> None:
    """Nor does a session line by line."""
    program = terminal("review", "poison", "--plain", EDITOR=str(editor(tmp_path)))
    for line in (":h", "x", "1", "y", ":g", ":i", ":?", ":r", "y", "4") * 2 * CARDS:
        if not program.has_ended:
            program.press(line, "enter")
    assert program.ends() == 0
    assert unsafe(program.raw.decode(), screen=True) == []
    assert kinds(poisoned_home) == 8


def test_traceback() -> None:
    """Nor does the traceback of a bug."""
    bug = "def bug(**_): raise ValueError(chr(27) + ']52;')"
    code = f"{bug}\nfrom studycards import cli\nfrom studycards.cli import parser\nparser.app = bug\ncli.main()"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)
    assert "ValueError: ␛]52;".encode() in ran.stderr
    assert unsafe(ran.stderr.decode()) == []


def test_no_warning_of_python(make_deck: Callable[[str, str], Path]) -> None:
    """Code that a learner types is judged without a word from Python."""
    note = {"id": "a", "kind": "typed", "question": "?", "answer": "x", "compare": "python"}
    make_deck("codes", yaml.safe_dump({"deck": "codes", "cards": [note]}))
    ran = process("answer", "a", "again", "--given", "'\\d'")
    assert (ran.returncode, ran.stderr) == (0, "")


def test_completion(poisoned_home: Path) -> None:
    """What a shell would run or obey is not offered."""
    decks = poisoned_home / "decks"
    for name in ("$(touch pwned)", "a;b", "`x`", "fine", "ünïcode"):
        text = yaml.safe_dump({"deck": name, "tags": [name], "cards": deck()["cards"][:1]})
        (decks / f"{len(name)}-{name[0]}.yaml").write_text(text, encoding="utf-8")
    assert {*complete.decks("")} & {"fine", "ünïcode"} == {"fine", "ünïcode"}
    for offered in (complete.decks(""), complete.tags("")):
        assert not [name for name in offered if not name.replace("-", "").isalnum()]


def kinds(home: Path) -> int:
    """How many kinds of cards were answered."""
    sql = "select distinct kind from reviews join cards on cards.id = reviews.card_id"
    return len(rows(home, sql))


def editor(folder: Path) -> Path:
    """A program that changes a text as a learner would."""
    path = folder / "editor"
    path.write_text(
        f"#!{sys.executable}\nimport sys\nopen(sys.argv[-1], 'a').write('\\npass\\n')\n"
    )
    path.chmod(0o755)
    return path
