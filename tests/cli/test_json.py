"""The contracts of `--json`: exactly these names and types, and nothing else on stdout."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import Result

from tests.cli.library import CAPITALS, process, shape, values

Run = Callable[..., Result]

CARD = {
    "id": "str",
    "note": "str",
    "deck": "str",
    "kind": "str",
    "tags": ["str"],
    "path": "str",
    "line": "int",
    "question": "str",
    "input": "str",
}
LEARNING = {
    "phase": "str",
    "step": "int",
    "stability": "float",
    "difficulty": "float",
    "due": "str",
    "due_day": "str",
    "interval_days": "int",
    "last_review": "str",
    "reps": "int",
    "lapses": "int",
}
IN_REVIEW = LEARNING | {"step": "null"}
LEFT = {"new": "int", "learning": "int", "due": "int"}
COUNTS = dict.fromkeys(("cards", "new", "learning", "young", "mature", "suspended", "due"), "int")
DECK = {"deck": "str", "title": "str", **COUNTS}
NO_RATE = {"passed": "int", "failed": "int", "rate": "null"}
RATE = NO_RATE | {"rate": "float"}
NO_RETENTION = {"young": NO_RATE, "mature": NO_RATE, "all": NO_RATE}
RETENTION = {"young": RATE, "mature": NO_RATE, "all": RATE}
HISTOGRAM = [{"from": "int", "to": "int", "cards": "int"}]
STATS = {
    "day": "str",
    "deck": "null",
    "cards": COUNTS,
    "today": {"answers": "int", "new": "int", "again": "int", "seconds": "float"},
    "streak": {"current": "int", "longest": "int"},
    "retention": {
        "today": RETENTION,
        "yesterday": NO_RETENTION,
        "7": RETENTION,
        "30": RETENTION,
        "365": RETENTION,
        "all": RETENTION,
    },
    "due": [{"day": "str", "cards": "int"}],
    "calendar": [{"day": "str", "answers": "int"}],
    "stability": HISTOGRAM,
    "difficulty": HISTOGRAM,
    "retrievability": HISTOGRAM,
    "decks": [DECK],
}
PROBLEM = {"path": "str", "line": "int", "code": "str", "message": "str", "hint": "str"}
CONFIG = {
    "new_per_day": "int",
    "reviews_per_day": "int",
    "desired_retention": "float",
    "learning_steps": ["int"],
    "relearning_steps": ["int"],
    "learn_ahead": "int",
    "rollover": "int",
    "maximum_interval": "int",
    "fuzz": "bool",
    "bury_siblings": "bool",
    "leech_threshold": "int",
    "grading": "str",
    "python": "str",
    "deck_folders": [],
}


@pytest.fixture(autouse=True)
def capitals(make_deck: Callable[[str, str], Path]) -> Path:
    """A deck with a card of several kinds; nothing shipped."""
    return make_deck("capitals", CAPITALS.replace("title: ", "tags: [europe]\ntitle: "))


@pytest.mark.parametrize(
    ("answered", "kind", "more"),
    [
        pytest.param([], "basic", {"input": "str"}, id="reveal-or-write"),
        pytest.param(["france"], "typed", {"input": "str"}, id="write"),
        pytest.param(
            ["france", "italy"], "choice", {"options": ["str"], "several": "bool"}, id="choose"
        ),
        pytest.param(["france", "italy", "spain"], "order", {"items": ["str"]}, id="arrange"),
    ],
)
def test_next(run: Run, answered: list[str], kind: str, more: dict[str, Any]) -> None:
    """What is asked, its state, the state after each rating, and what is left."""
    for card in answered:
        values(run("answer", card, "easy", "--json"))
    found = values(run("next", "--json"))
    assert shape(found) == {
        "card": CARD | more,
        "left": LEFT,
        "state": {"phase": "str"},
        "outcomes": {
            "again": LEARNING,
            "hard": LEARNING,
            "good": LEARNING,
            "easy": IN_REVIEW,
        },
    }
    assert found["card"]["kind"] == kind
    assert found["state"] == {"phase": "new"}
    assert found["left"] == {"new": 4 - len(answered), "learning": 0, "due": 0}


def test_next_values(run: Run, capitals: Path) -> None:
    """The names hold what they say; the options are there, the answer is not given away."""
    found = values(run("next", "capitals", "--json"))
    assert found["card"] == {
        "id": "france",
        "note": "france",
        "deck": "capitals",
        "kind": "basic",
        "tags": ["europe"],
        "path": str(capitals),
        "line": 5,
        "question": "What is the capital of France?",
        "input": "write",
    }
    easy = found["outcomes"]["easy"]
    assert (easy["phase"], easy["step"]) == ("review", None)
    assert easy["due"] == f"{easy['due_day']}T04:00:00+01:00"
    assert easy["last_review"] == "2026-03-02T08:00:00+00:00"
    good = found["outcomes"]["good"]
    assert (good["due"], good["due_day"]) == ("2026-03-02T09:10:00+01:00", "2026-03-02")
    assert (good["step"], good["interval_days"]) == (1, 0)


def test_next_in_review(run: Run) -> None:
    """A card that is due has its state, and in every outcome but again it stays in review."""
    values(run("answer", "france", "easy", "--json"))
    for card in ("italy", "spain", "population"):
        values(run("suspend", card, "--json"))
    found = values(run("next", "--json", at="2026-03-20T09:00:00+01:00"))
    assert shape(found["state"]) == IN_REVIEW
    assert shape(found["outcomes"]) == {
        "again": LEARNING,
        "hard": IN_REVIEW,
        "good": IN_REVIEW,
        "easy": IN_REVIEW,
    }
    assert found["outcomes"]["again"]["phase"] == "relearning"
    assert found["left"] == {"new": 0, "learning": 0, "due": 1}


def test_next_of_nothing(run: Run) -> None:
    """Where nothing is due there is no card, and nothing else that could be taken for one."""
    for card in ("france", "italy", "spain", "population"):
        values(run("answer", card, "easy", "--json"))
    found = values(run("next", "--json"))
    assert found == {"card": None, "left": {"new": 0, "learning": 0, "due": 0}}


def test_answer(run: Run) -> None:
    """The review as it was recorded, and the state it led to."""
    promised = values(run("next", "--json"))["outcomes"]["good"]
    found = values(run("answer", "france", "good", "--json"))
    assert shape(found) == {
        "id": "str",
        "rating": "int",
        "reviewed_at": "str",
        "verdict": "null",
        "reason": "null",
        "state": LEARNING,
        "leech": "bool",
    }
    assert found["reviewed_at"] == "2026-03-02T09:00:00+01:00"
    assert (found["rating"], found["leech"]) == (3, False)
    assert found["state"] == promised


@pytest.mark.parametrize(
    ("card", "given", "verdict"),
    [
        ("france", "paris", "right"),
        ("italy", "Rome.", "right"),
        ("italy", "Romme", "nearly"),
        ("italy", "Milan", "wrong"),
    ],
)
def test_verdict(run: Run, card: str, given: str, verdict: str) -> None:
    """What was given is judged; the rating is the learner's all the same."""
    found = values(run("answer", card, "1", "--given", given, "--json"))
    assert (found["verdict"], found["rating"]) == (verdict, 1)


def test_reason_of_a_wrong_answer(run: Run, capitals: Path) -> None:
    """What the author says about a wrong answer comes with the verdict."""
    wrong = "    answer: Rome\n    wrong: {Milan: It is the capital of fashion.}\n"
    capitals.write_text(capitals.read_text().replace("    answer: Rome\n", wrong))
    found = values(run("answer", "italy", "1", "--given", "milan", "--json"))
    assert (found["verdict"], found["reason"]) == ("wrong", "It is the capital of fashion.")


def test_version_of_python(run: Run, capitals: Path) -> None:
    """The question names the version that the learner chose, from the next command on."""
    with capitals.open("a") as file:
        file.write('  - {id: growth, question: How many?, answer: {"3.8": 25, "3.13": 24}}\n')
    for card in ("france", "italy", "spain", "population"):
        run("suspend", card)
    for version, number, verdict in (("3.12", "25", "right"), ("3.13", "25", None)):
        run("config", "python", version)
        question = values(run("next", "--json"))["card"]["question"]
        assert question == f"How many? (Python {version})"
        found = values(run("answer", "growth", "1", "--given", number, "--json"))
        assert found["verdict"] == verdict
        run("undo")


def test_numbers_of_options(run: Run) -> None:
    """Options and items are given by the numbers under which `next` shows them."""
    for card in ("france", "italy"):
        values(run("answer", card, "easy", "--json"))
    options = values(run("next", "--json"))["card"]["options"]
    assert sorted(options) == ["Bilbao", "Madrid", "Sevilla"]
    number = options.index("Madrid") + 1
    found = values(run("answer", "spain", "easy", "--given", str(number), "--json"))
    assert found["verdict"] == "right"
    items = values(run("next", "--json"))["card"]["items"]
    places = " ".join(str(items.index(item) + 1) for item in ("Tokyo", "Paris", "Vaduz"))
    assert values(run("answer", "population", "4", "--given", places, "--json"))["verdict"] == (
        "right"
    )


def test_decks(run: Run, capitals: Path) -> None:
    """Every deck, with its file and its counts."""
    values(run("answer", "france", "easy", "--json"))
    values(run("suspend", "italy", "--json"))
    found = values(run("decks", "--json"))
    assert shape(found) == [DECK | {"path": "str", "source": {}}]
    assert found == [
        {
            "deck": "capitals",
            "title": "Capitals",
            "cards": 4,
            "new": 3,
            "learning": 0,
            "young": 1,
            "mature": 0,
            "suspended": 1,
            "due": 0,
            "path": str(capitals),
            "source": {},
        }
    ]


@pytest.mark.parametrize("deck", [None, "capitals"])
def test_stats(run: Run, deck: str | None) -> None:
    """Every number of the report; of one deck the same, with its name."""
    values(run("answer", "france", "easy", "--json"))
    at = "2026-03-10T09:00:00+01:00"
    values(run("answer", "france", "good", "--json", at=at))
    found = values(run("stats", *filter(None, [deck]), "--json", at=at))
    assert shape(found) == STATS | ({"deck": "str"} if deck else {})
    assert (found["deck"], found["day"]) == (deck, "2026-03-10")
    assert [len(found[name]) for name in ("due", "calendar")] == [30, 365]


def test_stats_before_the_first_answer(run: Run) -> None:
    """Without a history the names are the same, and rates are null."""
    found = values(run("stats", "--json"))
    nothing = dict.fromkeys(STATS["retention"], NO_RETENTION)
    assert shape(found) == STATS | {"retention": nothing}


def test_check(run: Run, make_deck: Callable[[str, str], Path]) -> None:
    """A list of problems, empty where there is none."""
    assert values(run("check", "capitals", "--json")) == []
    path = make_deck("broken", "deck: broken\ncards:\n  - id: half\n    question: What?\n")
    result = run("check", "broken", "--json")
    assert (result.exit_code, result.stderr) == (3, "")
    found = json.loads(result.stdout)
    assert shape(found) == [PROBLEM]
    assert [(p["path"], p["line"], p["code"]) for p in found] == [(str(path), 3, "SC001")]


def test_undo(run: Run) -> None:
    """Kind, card and time of the event that was undone."""
    values(run("answer", "france", "good", "--json"))
    values(run("suspend", "italy", "--json"))
    assert values(run("undo", "--json")) == {
        "id": "italy",
        "ids": ["italy"],
        "kind": "suspend",
        "at": "2026-03-02T09:00:00.001000+01:00",
    }
    assert values(run("undo", "--json")) == {
        "id": "france",
        "ids": ["france"],
        "kind": "review",
        "at": "2026-03-02T09:00:00+01:00",
    }


def test_undo_of_many(run: Run) -> None:
    """What concerned several cards names them all, and no single one."""
    values(run("suspend", "france", "italy", "--json"))
    undone = values(run("undo", "--json"))
    assert (undone["id"], undone["ids"], undone["kind"]) == (None, ["france", "italy"], "suspend")


def test_suspend(run: Run) -> None:
    """The cards, and whether they are suspended now."""
    cards = ["france", "italy"]
    assert values(run("suspend", *cards, "--json")) == {"ids": cards, "suspended": True}
    assert values(run("suspend", "--off", *cards, "--json")) == {"ids": cards, "suspended": False}


def test_config(run: Run) -> None:
    """All settings by name, or one; delays are seconds."""
    found = values(run("config", "--json"))
    assert shape(found) == CONFIG
    assert found["learning_steps"] == [60, 600]
    assert values(run("config", "rollover", "--json")) == {"rollover": 4}
    assert values(run("config", "rollover", "0", "--json")) == {"rollover": 0}


def test_add(run: Run, capitals: Path) -> None:
    """Id, deck and file of the new note."""
    found = values(
        run("add", "capitals", "-q", "Of Norway?", "-a", "Oslo", "--id", "norway", "--json")
    )
    assert found == {"id": "norway", "deck": "capitals", "path": str(capitals)}


def test_search(run: Run, capitals: Path) -> None:
    """The cards that fit, in the order of their decks."""
    found = values(run("search", "kind:typed", "--json"))
    assert found == [
        {
            "id": "italy",
            "deck": "capitals",
            "kind": "typed",
            "path": str(capitals),
            "line": 8,
            "asked": "Type the capital of Italy.",
        }
    ]
    assert values(run("search", "Atlantis", "--json")) == []


@pytest.mark.parametrize("encoding", ["utf-8", "ascii", "cp1252"])
def test_json_in_any_encoding(make_deck: Callable[[str, str], Path], encoding: str) -> None:
    """JSON is whole where stdout cannot hold its characters, as in a Windows pipe."""
    make_deck("capitals", "deck: capitals\ncards:\n  - question: 日本の首都は?\n    answer: 東京\n")
    result = process("next", "--json", "capitals", PYTHONIOENCODING=encoding)
    assert result.stderr == ""
    assert json.loads(result.stdout)["card"]["question"] == "日本の首都は?"
