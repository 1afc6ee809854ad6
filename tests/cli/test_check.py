"""`check`: the forms in which problems are printed, what it fixes, and what it may run."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import Result

from studycards.decks.find import shipped_folder
from tests.cli.library import basic_deck, rows, values

Run = Callable[..., Result]

UNTIDY = """\
# Mine.
deck: untidy
cards:
  - answer: The only one.   \n    id: written
    question: Which is it?   # why not

  - question: What has no id?
    answer: This.
"""
WITH_PROOF = """\
deck: proved
cards:
  - id: sum
    question: What is 1 + 1?
    answer: "2"
    proof: assert answer == str(1 + 1)
  - id: wrong
    question: What is 2 + 2?
    answer: "5"
    proof: assert answer == str(2 + 2)
"""


def test_text(run: Run, make_deck: Callable[[str, str], Path]) -> None:
    """One line a problem, `file:line: code what (what to do)`; the count is talk."""
    path = make_deck("untidy", "deck: untidy\ncards:\n  - id: x\n    question: Q?\n")
    result = run("check", "untidy")
    assert result.exit_code == 3
    assert result.stdout.startswith(f"{path}:3: SC001 'answer' is missing (")
    assert result.stderr == "1 problem.\n"


def test_github(run: Run, make_deck: Callable[[str, str], Path]) -> None:
    """As workflow commands, problems stand beside the lines of a pull request."""
    path = make_deck("untidy", "deck: untidy\ncards:\n  - id: x\n    question: Q?\n")
    result = run("check", "untidy", "--format", "github")
    assert result.exit_code == 3
    [line] = result.stdout.splitlines()
    file = str(path).replace(":", "%3A")
    assert line.startswith(f"::error file={file},line=3,title=SC001::'answer' is missing. ")


@pytest.mark.skipif(sys.platform == "win32", reason="no file may be called so")
def test_github_takes_signs_in_the_name_of_a_file(run: Run, tmp_path: Path) -> None:
    """Signs that separate the properties of a workflow command are escaped within one."""
    path = tmp_path / "a,b:c%.yaml"
    path.write_text("deck: odd\ncards:\n  - id: z\n    question: Q?\n")
    line = run("check", str(path), "--format", "github").stdout
    assert line.startswith(f"::error file={tmp_path}/a%2Cb%3Ac%25.yaml,line=3,")


def test_targets(run: Run, make_deck: Callable[[str, str], Path], tmp_path: Path) -> None:
    """Decks by name, files by path, several at once, or everything."""
    make_deck("well", basic_deck("well", "card"))
    make_deck("ill", "deck: ill\ncards:\n  - id: y\n    question: Q?\n")
    outside = tmp_path / "outside.yaml"
    outside.write_text("deck: outside\ncards:\n  - id: z\n    question: Q?\n")
    for targets, problems in (
        (["well"], []),
        (["ill", "well"], ["ill.yaml"]),
        ([str(outside)], ["outside.yaml"]),
        ([str(outside), "ill"], ["ill.yaml", "outside.yaml"]),
        ([], ["ill.yaml"]),
    ):
        result = run("check", *targets)
        named = sorted(Path(line.split(":3:")[0]).name for line in result.stdout.splitlines())
        assert (named, result.exit_code) == (problems, 3 if problems else 0)


def test_an_id_that_is_taken(
    run: Run, make_deck: Callable[[str, str], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is found however the file is named, and reported under that name."""
    make_deck("first", "deck: first\ncards:\n  - {id: x, question: Of one?, answer: a}\n")
    path = make_deck("second", "deck: second\ncards:\n  - {id: x, question: Of two?, answer: b}\n")
    monkeypatch.chdir(path.parent)
    for target, shown in (("second", path), (str(path), path), ("second.yaml", "second.yaml")):
        assert run("check", target).stdout.startswith(f"{shown}:3: SC002 the id 'x' is already")


def test_fix(run: Run, make_deck: Callable[[str, str], Path]) -> None:
    """Ids are written, fields put in order and spaces stripped; comments and blanks stay."""
    path = make_deck("untidy", UNTIDY)
    assert run("check", "untidy").exit_code == 3
    result = run("check", "untidy", "--fix")
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr == f"Fixed {path}\nNo problems.\n"
    text = path.read_text(encoding="utf-8")
    head, _, second = text.partition("\n\n")
    assert head == (
        "# Mine.\n"
        "deck: untidy\n"
        "cards:\n"
        "  - id: written\n"
        "    question: Which is it?   # why not\n"
        "    answer: The only one."
    )
    assert second.startswith("  - id: what-has-no-id-")
    assert second.endswith("\n    question: What has no id?\n    answer: This.\n")
    assert run("check", "untidy", "--fix").stderr == "No problems.\n"


def test_what_is_not_utf_8_is_not_fixed(run: Run, make_deck: Callable[[str, str], Path]) -> None:
    """A deck in another encoding keeps every byte; it is reported."""
    path = make_deck("untidy", UNTIDY)
    latin = path.read_bytes().replace(b"# Mine.", "# Café.".encode("latin-1"))
    path.write_bytes(latin)
    result = run("check", str(path), "--fix")
    assert (path.read_bytes(), result.exit_code) == (latin, 3)
    assert result.stdout.startswith(f"{path}:1: SC001 this is not UTF-8 text")


def test_fix_keeps_the_history(run: Run, make_deck: Callable[[str, str], Path], home: Path) -> None:
    """A note studied without an id carries on under the id that is written into the file."""
    make_deck("untidy", UNTIDY)
    [card] = [card["id"] for card in values(run("search", "no id", "--json"))]
    values(run("answer", card, "easy", "--json"))
    assert run("check", "untidy", "--fix").exit_code == 0
    assert values(run("stats", "untidy", "--json"))["cards"]["young"] == 1
    assert rows(home, "select card_id from states") == [(card,)]


def test_fix_of_a_shipped_deck(
    run: Run, no_shipped_decks: None, tmp_path: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A shipped deck is fixed in a copy; named as a file, in place."""
    shipped = tmp_path / "shipped" / "untidy.yaml"
    shipped.write_text(UNTIDY)
    monkeypatch.setattr("studycards.decks.find.shipped_folder", lambda: shipped.parent)
    result = run("check", "untidy", "--fix")
    assert result.stderr.startswith(f"Fixed {home / 'decks' / 'untidy.yaml'}\n")
    assert shipped.read_text() == UNTIDY
    assert run("check", str(shipped), "--fix").stderr.startswith(f"Fixed {shipped}\n")
    assert shipped.read_text() == (home / "decks" / "untidy.yaml").read_text() != UNTIDY


def test_code_runs_with_trust_alone(run: Run, make_deck: Callable[[str, str], Path]) -> None:
    """Without a terminal nobody can be asked: code runs with `--trust`, then until it changes."""
    path = make_deck("proved", WITH_PROOF)
    untrusted = run("check", "proved", "--run")
    assert "The code of 'proved' was not run: it is not trusted." in untrusted.stderr
    assert "wrong" not in untrusted.stdout
    trusted = run("check", "proved", "--run", "--trust")
    assert trusted.exit_code == 3
    assert f"{path}:7: SC201 wrong:" in trusted.stdout
    assert "Ran 2 pieces of code." in trusted.stderr
    again = run("check", "proved", "--run")
    assert again.stdout == trusted.stdout
    path.write_text(WITH_PROOF.replace("2 + 2 == 5", "2 + 2 == 4").replace('"5"', '"4"'))
    changed = run("check", "proved", "--run")
    assert "was not run: it is not trusted" in changed.stderr
    assert run("check", "proved", "--run", "--trust").exit_code == 0


@pytest.mark.slow
def test_shipped_code_needs_no_trust(run: Run) -> None:
    """The decks that come along are ours."""
    result = run("check", str(shipped_folder() / "nlp-bert.yaml"), "--run")
    assert "not trusted" not in result.stderr
    assert result.exit_code == 0, result.stdout


def test_python_that_does_not_start(run: Run, make_deck: Callable[[str, str], Path]) -> None:
    """A path that is not a Python is a usage error."""
    make_deck("proved", WITH_PROOF)
    result = run("check", "proved", "--trust", "--python", "no-such-python")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "no-such-python" in result.stderr


def test_named_python(run: Run, make_deck: Callable[[str, str], Path]) -> None:
    """With `--python` the code runs under that one, and its version is named."""
    make_deck("proved", WITH_PROOF)
    result = run("check", "proved", "--trust", "--python", sys.executable)
    version = ".".join(map(str, sys.version_info[:2]))
    assert result.exit_code == 3
    assert f"(Python {version})" in result.stdout
