"""Trust is for exactly the code that was shown, and for all that it sees."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from studycards.cards import DeckName
from studycards.checking.prove import interpreters
from studycards.collection import Collection, trust
from studycards.collection.checking import prove_files
from studycards.review.exercise import ExerciseRunner
from studycards.review.queue import Selection
from studycards.review.session import ReviewOptions, ReviewSession
from tests.running.interpreters import HOOK_ALONE, interpreter

NOW = datetime.fromisoformat("2026-03-02T09:00:00+01:00")
PRINTS = "deck: prints\ncards:\n  - {{id: it, kind: output, code: print({0}), answer: '{0}'}}\n"
PROOF = "deck: proved\ncards:\n  - {{id: it, question: q, answer: {0!r}, proof: exec(answer)}}\n"
CLOZE = (
    "deck: gap\ncards:\n  - {{id: it, kind: cloze, text: '{{{{{{{{c1::{0}}}}}}}}}', "
    "proof: 'exec(answer[0])'}}\n"
)


def proved(collection: Collection, *paths: Path, yes: bool = True) -> list[str]:
    """Prove some decks, and say yes or no when asked; the code that was asked about."""
    asked: list[str] = []

    def ask(deck: str, pieces: list[trust.Piece]) -> bool:
        asked.append(trust.question(deck, pieces))
        return yes

    prove_files(collection, paths, interpreters([]), ask, lambda *_: None)
    return asked


@pytest.mark.slow
@pytest.mark.parametrize("text", [PROOF, CLOZE])
def test_what_a_proof_sees_is_trusted_with_it(
    make_deck: Callable[[str, str], Path], open_collection: Callable[[], Collection], text: str
) -> None:
    """Another answer is other code, as a proof may run it."""
    path = make_deck("deck", text.format("x = 1"))
    collection = open_collection()
    assert len(proved(collection, path)) == 1
    assert proved(collection, path) == []
    path.write_text(text.format("open(22)"))
    (asked,) = proved(collection, path, yes=False)
    assert "answer = " in asked
    assert "open(" in asked
    assert str(path) in asked


@pytest.fixture
def sit(
    open_collection: Callable[[], Collection],
) -> Callable[..., tuple[Collection, ExerciseRunner, list[str]]]:
    """Begin a session on the card `it`: the collection, what runs its code, and what is asked."""

    def sit(answer: Callable[[], bool]) -> tuple[Collection, ExerciseRunner, list[str]]:
        collection, asked = open_collection(), list[str]()
        collection.refresh()

        def confirm(question: str) -> bool:
            asked.append(question)
            return answer()

        session = ReviewSession(collection, Selection(), lambda: NOW, ReviewOptions())
        session.reveal()
        return collection, ExerciseRunner(collection, session, confirm), asked

    return sit


@pytest.mark.slow
def test_the_code_on_the_screen_is_asked_about(
    make_deck: Callable[[str, str], Path], sit: Callable[..., Any]
) -> None:
    """A trusted file put back behind a card with other code does not make that run."""
    path = make_deck("prints", PRINTS.format(1))
    _, runner, asked = sit(lambda: True)
    runner.run_output()
    assert (runner.ran.stdout, len(asked)) == ("1\n", 1)
    path.write_text(PRINTS.format(222))
    _, runner, asked = sit(lambda: False)
    path.write_text(PRINTS.format(1))
    runner.run_output()
    assert (runner.ran, len(asked)) == (None, 1)
    assert "print(222)" in asked[0]


@pytest.mark.slow
def test_what_was_shown_is_trusted_and_run(
    make_deck: Callable[[str, str], Path], sit: Callable[..., Any]
) -> None:
    """A file that is replaced or removed while the question stands changes nothing."""
    path = make_deck("prints", PRINTS.format(1))
    collection, runner, asked = sit(lambda: bool(path.write_text(PRINTS.format(222))))
    runner.run_output()
    assert runner.ran.stdout == "1\n"
    assert "print(1)" in asked[0]
    path.unlink()
    runner.run_output()
    assert (runner.ran.stdout, len(asked)) == ("1\n", 1)
    assert collection.db.execute("select count(*) from trusted").fetchone()[0] == 1
    make_deck("prints", PRINTS.format(222))
    _, runner, asked = sit(lambda: False)
    runner.run_output()
    assert (runner.ran, len(asked)) == (None, 1)


def test_a_deck_that_cannot_be_read_is_not_asked_about(
    open_collection: Callable[[], Collection], make_deck: Callable[[str, str], Path]
) -> None:
    """There is nothing to trust in a file that is gone, so nothing is."""
    path = make_deck("prints", PRINTS.format(1))
    path.unlink()
    collection = open_collection()
    assert proved(collection, path) == []
    assert collection.db.execute("select count(*) from trusted").fetchone()[0] == 0


EXERCISE = """\
deck: work
cards:
  - id: it
    kind: exercise
    question: Write it.
    starter: {0}
    solution: SECRET = 1
    tests: assert SECRET
"""


def test_starter_is_trusted_with_the_tests(
    make_deck: Callable[[str, str], Path], sit: Callable[..., Any]
) -> None:
    """What an exercise begins with is shown and hashed; the solution is not given away."""
    make_deck("work", EXERCISE.format("x = 1"))
    collection, _, _ = sit(lambda: True)
    found = list(trust.code_of_deck(collection, DeckName("work")))
    assert [piece.code for piece in found] == ["x = 1\nassert SECRET"]
    assert "SECRET = 1" not in trust.question("work", found)
    trust.trust(collection, "work", found)
    assert trust.untrusted(collection, found) == []
    make_deck("work", EXERCISE.format("x = 2"))
    collection, _, _ = sit(lambda: True)
    assert len(trust.untrusted(collection, trust.code_of_deck(collection, DeckName("work")))) == 1


@pytest.mark.parametrize("where", ["beside", "linked to", "linked from", "inside"])
def test_shipped_means_inside_the_folder(
    open_collection: Callable[[], Collection], make_deck: Callable[[str, str], Path], where: str
) -> None:
    """A path that leaves the shipped folder, by `..` or by a link on either side, is not shipped."""
    evil = make_deck("evil", PRINTS.format(1))
    collection = open_collection()
    shipped = evil.parents[1] / "shipped"
    shipped.mkdir()
    collection.search_path = collection.search_path._replace(shipped=shipped)
    (shipped / "ours.yaml").write_text(PRINTS.format(1))
    (shipped / "link.yaml").symlink_to(evil)
    link = evil.with_name("other.yaml")
    link.symlink_to(shipped / "ours.yaml")
    path = {
        "beside": shipped / ".." / evil.parent.name / evil.name,
        "linked to": shipped / "link.yaml",
        "linked from": link,
        "inside": shipped / "ours.yaml",
    }[where]
    assert len(proved(collection, path, yes=False)) == (0 if where == "inside" else 1)


def test_question_names_what_the_system_lacks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the kernel does not guard the run, the question says so."""
    monkeypatch.setattr(sys, "executable", str(interpreter(tmp_path / "env", HOOK_ALONE)))
    trust._warning.cache_clear()
    shown = trust.question("it", [])
    trust._warning.cache_clear()
    assert shown == (
        "On this system Python alone guards your files, not the kernel.\n"
        "Code that sets out to can get past it: see docs/security.md.\n\n"
        "Run this code of the deck 'it' on this machine?"
    )
