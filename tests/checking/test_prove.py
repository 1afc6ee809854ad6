"""`check --run`: answers are proved, code that misbehaves is stopped, and the rest goes on."""

from __future__ import annotations

import json
import sqlite3
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from typer.testing import Result

from studycards.checking.across import LocatedNote
from studycards.checking.prove import interpreters, snippets
from studycards.decks.find import shipped_folder

RIGHT = """
  - id: right-output
    kind: output
    code: print(1 + 1)
    answer: 2
  - id: right-proof
    question: What is 1 + 1?
    answer: "2"
    proof: assert str(1 + 1) == answer
  - id: right-exercise
    kind: exercise
    question: Write `f()`, which returns 1.
    solution: "def f(): return 1"
    tests: "assert f() == 1, f()"
    bad: ["def f(): return 2"]
"""

WRONG = {
    "SC201": "  - {id: x, question: What?, answer: '3', proof: 'assert answer == str(1 + 1)'}",
    "SC202": "  - {id: x, kind: output, code: print('abc'), answer: 3}",
    "SC203": "  - {id: x, kind: exercise, question: f, solution: 'f = 1', tests: 'assert f == 2'}",
    "SC204": "  - {id: x, kind: exercise, question: f, solution: 'f = 1', tests: 'assert f',"
    " bad: ['f = 2']}",
    "SC205": "  - {id: x, kind: output, code: 'import socket; socket.socket()', answer: 3}",
}

MISBEHAVING = {
    "loop": "while True: pass",
    "fork": "import os; os.fork()",
    "print": "while True: print('x' * 999)",
    "exit": "import sys; sys.exit(0)",
    "home": "import os; open(os.path.join('{home}', 'studycards.db'))",
    "socket": "import socket; socket.create_connection(('127.0.0.1', 9))",
}


RAN = "select ran from proofs"


def found(result: Result) -> list[tuple[str, str]]:
    """Codes and messages of the problems printed as JSON."""
    return [(p["code"], p["message"]) for p in json.loads(result.stdout)]


def test_what_is_right(make_deck: Callable[..., Path], run: Callable[..., Result]) -> None:
    """Outputs, proofs, solutions and wrong solutions that do what they have to pass."""
    make_deck("math", f"deck: math\ncards:{RIGHT}")
    result = run("check", "--run", "--trust")
    assert (result.exit_code, result.stdout) == (0, "")
    assert "Ran 4 pieces of code." in result.stderr
    assert "No problems." in result.stderr


def test_versions_of_python(make_deck: Callable[..., Path], run: Callable[..., Result]) -> None:
    """Code for other versions is not run, and the report says so."""
    note = "  - {{id: {}, question: {}, answer: '2', proof: assert answer == '3', python: '{}'}}"
    notes = note.format("a", "One and one?", "<3.11"), note.format("b", "Bits?", ">=3.11,<3.99")
    make_deck("math", "deck: math\ncards:\n" + "\n".join(notes))
    result = run("check", "--run", "--trust", "--json")
    assert [message.split(":")[0] for _, message in found(result)] == ["b"]
    assert result.stderr == (
        "Ran 1 piece of code.\nDid not run 1 piece of code for other versions of Python.\n"
    )


@pytest.mark.parametrize("code", WRONG)
def test_what_is_wrong(
    make_deck: Callable[..., Path], run: Callable[..., Result], code: str
) -> None:
    """Each kind of wrong answer has its code, with file, line and version."""
    path = make_deck("math", f"deck: math\ncards:{RIGHT}{WRONG[code]}\n")
    result = run("check", "--run", "--trust", "--json")
    assert result.exit_code == 3
    (problem,) = json.loads(result.stdout)
    assert (problem["code"], problem["path"], problem["line"]) == (code, str(path), 17)
    assert f"(Python {sys.version_info[0]}.{sys.version_info[1]})" in problem["message"]


@pytest.mark.slow
def test_misbehaving_cards_are_stopped_and_the_others_go_on(
    make_deck: Callable[..., Path], run: Callable[..., Result], home: Path
) -> None:
    """A loop, a fork, endless output, an exit, a look at home and a socket are each reported."""
    cards = "".join(
        f"  - id: {name}\n    question: What of {name}?\n    answer: a\n"
        f"    proof: {json.dumps(code.replace('{home}', str(home)) + '; answer')}\n"
        for name, code in MISBEHAVING.items()
    )
    make_deck("evil", f"deck: evil\ncards:{RIGHT}{cards}")
    problems = found(run("check", "--run", "--trust", "--json"))
    assert [message.split(":")[0] for _, message in problems] == list(MISBEHAVING)
    by_name = {message.split(":")[0]: (code, message) for code, message in problems}
    assert by_name["exit"][0] == "SC201"
    assert {code for name, (code, _) in by_name.items() if name != "exit"} == {"SC205"}
    assert "it starts a process (os.fork)" in by_name["fork"][1]
    assert "it takes too long" in by_name["loop"][1]
    assert "it prints too much" in by_name["print"][1]
    assert "it reads" in by_name["home"][1]
    with closing(sqlite3.connect(home / "studycards.db")) as db:
        assert "timeout" not in {json.loads(row[0])["outcome"] for row in db.execute(RAN)}
    assert "network" in by_name["socket"][1] or "socket" in by_name["socket"][1]


@pytest.mark.slow
def test_untrusted_code_is_not_run(
    make_deck: Callable[..., Path], run: Callable[..., Result], tmp_path: Path
) -> None:
    """Without being asked for, the code of a deck is not run; trust ends when the code changes."""
    path = make_deck("math", f"deck: math\ncards:{RIGHT}")
    result = run("check", "--run")
    assert result.exit_code == 1
    assert "The code of 'math' was not run" in result.stderr
    assert result.stderr.endswith("No problems found so far.\n")
    assert "Ran" not in result.stderr
    assert run("check", "--run", "--trust").exit_code == 0
    assert "Ran 4" in run("check", "--run").stderr
    path.write_text(path.read_text().replace("print(1 + 1)", "print(3)"))
    assert "was not run" in run("check", "--run").stderr


@pytest.mark.slow
def test_results_are_remembered(
    make_deck: Callable[..., Path], run: Callable[..., Result], home: Path
) -> None:
    """A second run starts nothing: stored results are used, failures too."""
    make_deck("math", f"deck: math\ncards:{RIGHT}{WRONG['SC202']}\n")
    first = found(run("check", "--run", "--trust", "--json"))
    with closing(sqlite3.connect(home / "studycards.db")) as db:
        assert db.execute("select count(*) from proofs").fetchone() == (5,)
        db.execute("update proofs set ran = replace(ran, 'abc', 'xyz')")
        db.commit()
    second = found(run("check", "--run", "--json"))
    assert "prints 'abc'" in first[0][1]
    assert any("prints 'xyz'" in message for _, message in second)


@pytest.mark.slow
def test_a_timeout_is_not_remembered(
    make_deck: Callable[..., Path], run: Callable[..., Result], home: Path
) -> None:
    """Code that took too long once, as on a busy machine, runs again."""
    make_deck("math", f"deck: math\ncards:{RIGHT}")
    assert run("check", "--run", "--trust").exit_code == 0
    with closing(sqlite3.connect(home / "studycards.db")) as db:
        db.execute("update proofs set ran = json_set(ran, '$.outcome', 'timeout')")
        db.commit()
    assert run("check", "--run").exit_code == 0
    with closing(sqlite3.connect(home / "studycards.db")) as db:
        assert {json.loads(row[0])["outcome"] for row in db.execute(RAN)} == {"ok", "failed"}


def test_a_python_that_does_not_start(
    make_deck: Callable[..., Path], run: Callable[..., Result]
) -> None:
    """A path that is not an interpreter is a usage error."""
    make_deck("math", f"deck: math\ncards:{RIGHT}")
    result = run("check", "--trust", "--python", "no-python-here")
    assert result.exit_code == 2
    assert "'no-python-here' is not a working Python" in result.stderr


def test_another_version_proves_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    """Results of another version of the program are not used: its limits may differ."""
    note = LocatedNote("a.yaml", 1, "a", {"question": "q", "answer": "1", "proof": "pass"}, ())
    [python] = interpreters([])
    [snippet] = snippets(note, python.version)
    before = snippet.key(python)
    assert snippet.key(python) == before
    monkeypatch.setattr("studycards.checking.prove.__version__", "later")
    assert snippet.key(python) != before


def test_the_python_in_use_by_its_name() -> None:
    """Named, it is the same one: results under it are known."""
    [unnamed], [named] = interpreters([]), interpreters([sys.executable])
    assert (named.version, named.full_version) == (unnamed.version, unnamed.full_version)


def test_github_format(make_deck: Callable[..., Path], run: Callable[..., Result]) -> None:
    """Problems mark their lines in a workflow."""
    path = make_deck("bad", "deck: bad\ncards:\n  - {id: a, question: Is it?, answer: 'No.'}\n")
    result = run("check", "--format", "github")
    assert result.exit_code == 3
    assert result.stdout.startswith(f"::error file={path},line=3,title=SC104::a: the answer is yes")


def test_fix(make_deck: Callable[..., Path], run: Callable[..., Result]) -> None:
    """`--fix` writes ids and order, keeps comments, and what is left is reported."""
    path = make_deck("new", "deck: new\ncards:\n  # mine\n  - answer: a\n    question: What? \n")
    before = run("check", "new", "--json")
    assert [code for code, _ in found(before)] == ["SC120", "SC121", "SC122"]
    result = run("check", "new", "--fix")
    assert (result.exit_code, "No problems." in result.stderr) == (0, True)
    assert path.read_text() == (
        "deck: new\ncards:\n  # mine\n  - id: what-70bb3ecb\n    question: What?\n    answer: a\n"
    )


def test_history_survives_a_fix(
    make_deck: Callable[..., Path], run: Callable[..., Result], home: Path
) -> None:
    """The id that is written is the one the note had, so its reviews stay its own."""
    make_deck("new", "deck: new\ncards:\n  - answer: a\n    question: What?\n")
    card = json.loads(run("next", "--json").stdout)["card"]["id"]
    run("answer", card, "easy")
    run("check", "new", "--fix")
    found_again = json.loads(run("search", "is:review", "--json").stdout)
    assert [entry["id"] for entry in found_again] == [card]


def test_a_file_stands_in_for_the_deck_of_its_name(
    make_deck: Callable[..., Path], run: Callable[..., Result], tmp_path: Path
) -> None:
    """A copy of a deck elsewhere is checked as that deck, not against it."""
    path = make_deck("math", f"deck: math\ncards:{RIGHT}")
    copy = tmp_path / "copy.yaml"
    copy.write_text(path.read_text())
    result = run("check", str(copy))
    assert (result.exit_code, result.stdout) == (0, "")


def test_shipped_decks(run: Callable[..., Any]) -> None:
    """The decks that we ship have no problem, no rule ignored without need, and enough cards."""
    result = run("check")
    assert (result.exit_code, result.stdout) == (0, "")
    assert "No problems." in result.stderr
    decks = {row["deck"]: row for row in json.loads(run("decks", "--json").stdout)}
    files = sorted(path.stem for path in shipped_folder().glob("*.yaml"))
    assert sorted(decks) == files
    assert len(files) == 12
    assert min(row["cards"] for row in decks.values()) >= 22
    assert sum(row["cards"] for row in decks.values()) >= 300
