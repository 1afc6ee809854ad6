"""What is printed for people: safe in every encoding and for every name."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import Result

from tests.cli.library import CAPITALS, PROGRAM, process, values

Run = Callable[..., Result]


def test_next_shows_what_there_is_to_choose_from(
    run: Run, make_deck: Callable[[str, str], Path]
) -> None:
    """`next` shows id, question and numbered options, in the order in which they are judged."""
    make_deck("capitals", CAPITALS)
    for card in ("france", "italy"):
        values(run("answer", card, "easy", "--json"))
    options = values(run("next", "--json"))["card"]["options"]
    lines = [line.strip() for line in run("next").stdout.splitlines() if line.strip()]
    assert lines == [
        "spain",
        "Which is the capital of Spain?",
        *(f"{number} {option}" for number, option in enumerate(options, 1)),
    ]


def test_escapes_are_shown_not_obeyed(run: Run, make_deck: Callable[[str, str], Path]) -> None:
    """A deck commands no terminal, be it through a question, an id or a problem."""
    make_deck("evil", 'deck: evil\ncards:\n  - {id: e, question: "a\\e[2Jb", answer: c}\n')
    make_deck("worse", 'deck: worse\ncards:\n  - {id: f, "\\e[2J": c}\n')
    for command in (["next", "evil"], ["search", "deck:evil"], ["check"]):
        assert "\x1b" not in run(*command).output
    assert "a␛[2Jb" in run("next", "evil").stdout


def test_markup_is_text(run: Run, make_deck: Callable[[str, str], Path]) -> None:
    """What looks like the markup of rich is shown as it is written."""
    make_deck(
        "marks", "deck: marks\ncards:\n  - {id: m, question: '`[red]x[/]` :smile:', answer: c}\n"
    )
    assert "[red]x[/] :smile:" in run("next", "marks").stdout
    assert "[red]x[/]" in run("search", "deck:marks").stdout


@pytest.mark.parametrize("name", ["[red]home", "home [/x]", "a :smile: b"])
def test_home_with_brackets(run: Run, tmp_path: Path, name: str) -> None:
    """Paths are printed as they are, whatever they look like."""
    home = tmp_path / name
    environment = {"STUDYCARDS_HOME": str(home)}
    assert f"decks    {home / 'decks'}\n" in run("config", **environment).stdout
    added = run("add", "rivers", "-q", "Of Egypt?", "-a", "Nile", "--id", "egypt", **environment)
    assert added.stdout == f"Added egypt to {home / 'decks' / 'rivers.yaml'}\n"
    (home / "decks" / "rivers.yaml").write_text(
        "deck: rivers\ncards:\n  - {question: Q, answer: A}\n"
    )
    fixed = run("check", "rivers", "--fix", **environment)
    assert f"{home / 'decks' / 'rivers.yaml'}" in fixed.output
    missing = run("next", "no-such-deck", **environment)
    assert missing.exit_code == 2


@pytest.mark.parametrize("name", ["[red]x", "x [/y]"])
def test_broken_file_with_brackets(run: Run, home: Path, no_shipped_decks: None, name: str) -> None:
    """A file that cannot be read is listed under its name, whatever that looks like."""
    path = home / "decks" / name / "x.yaml"
    path.parent.mkdir(parents=True)
    path.write_text("deck: [\n")
    other = home / "decks" / f"{name.replace('/', '')}.yaml"
    other.write_text("deck: [\n")
    result = run("decks", COLUMNS="200")
    assert result.exit_code == 0
    assert other.stem in result.stdout
    assert str(path) in run("check").stdout


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252", "ascii"])
@pytest.mark.parametrize(
    "command",
    [["stats"], ["decks"], ["next", "signs"], ["config"], ["search", "deck:signs"], ["check"]],
    ids=lambda command: command[0],
)
def test_streams_of_any_encoding(
    make_deck: Callable[[str, str], Path], command: list[str], encoding: str
) -> None:
    """A pipe that cannot hold a character gets another for it, not a traceback."""
    make_deck("signs", "deck: signs\ncards:\n  - {id: s, question: 日本 → ?, answer: é}\n")
    result = process(*command, PYTHONIOENCODING=encoding)
    assert (result.returncode, result.stderr.count("Traceback")) == (0, 0)
    assert result.stdout or command == ["check"]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no disk that is always full")
@pytest.mark.parametrize(
    "command", [["decks"], ["decks", "--json"], ["check", "--format", "github"]]
)
def test_output_to_a_full_disk(command: list[str], make_deck: Callable[[str, str], Path]) -> None:
    """What could not be written is said, with the exit code of a failure."""
    make_deck("bad", "deck: bad\ncards:\n  - {id: a, question: q, nonsense: a}\n")
    with Path("/dev/full").open("w") as full:
        ran = subprocess.run(
            [*PROGRAM, *command], stdout=full, stderr=subprocess.PIPE, text=True, check=False
        )
    assert ran.returncode == 1
    assert ran.stderr.endswith("error: the output cannot be written: the disk is full\n")
