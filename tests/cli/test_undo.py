"""Taking back and putting off, each command a run of its own."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import Result

from tests.cli.library import basic_deck, events, process, rows, values

Run = Callable[..., Result]
DAYS = [f"2026-03-{day:02}T09:00:00+01:00" for day in range(2, 32)]


@pytest.fixture(autouse=True)
def deck(make_deck: Callable[[str, str], Path]) -> None:
    """Three cards."""
    make_deck("three", basic_deck("three", "one", "two", "three"))


def test_undo_without_limit(run: Run, home: Path) -> None:
    """Back through thirty days, the states are at each point what they were before."""
    states = []
    for number, day in enumerate(DAYS):
        states.append(rows(home, "select * from states order by 1") if number else [])
        values(run("answer", ("one", "two", "three")[number % 3], str(number % 4 + 1), "--json",
                   at=day))  # fmt: skip
    for number in reversed(range(len(DAYS))):
        undone = values(run("undo", "--json", at=DAYS[-1]))
        assert undone["at"] == DAYS[number]
        assert rows(home, "select * from states order by 1") == states[number]
    result = run("undo", at=DAYS[-1])
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith("studycards: error: there is nothing to undo")
    assert rows(home, "select count(*) from reviews") == [(30,)]
    assert rows(home, "select kind, count(*) from actions group by 1") == [("undo", 30)]


def test_undo_across_processes(home: Path) -> None:
    """Separate processes undo what other processes did, the last first."""
    at = DAYS[0]
    assert process("answer", "one", "good", at=at).stdout == "one: good, due again in 10m.\n"
    assert process("suspend", "two", at=at).stdout == "Suspended 1 card.\n"
    assert process("undo", at=at).stdout == "Undone: suspend of two, 2026-03-02 09:00.\n"
    assert process("undo", at=at).stdout == "Undone: review of one, 2026-03-02 09:00.\n"
    assert process("undo", at=at).returncode == 1
    assert events(home) == [
        ("review 3", "one"),
        ("suspend", "two"),
        ("undo", "two"),
        ("undo", "one"),
    ]
    assert rows(home, "select * from states") == []


def test_an_answer_after_an_undo_is_the_next_to_go(run: Run, home: Path) -> None:
    """An undo cancels the newest effective event, skipping what was undone."""
    for card, rating in (("one", "again"), ("two", "good")):
        values(run("answer", card, rating, "--json"))
    assert values(run("undo", "--json"))["id"] == "two"
    values(run("answer", "three", "easy", "--json"))
    assert [values(run("undo", "--json"))["id"] for _ in range(2)] == ["three", "one"]
    assert rows(home, "select * from states") == []


def test_undone_card_is_asked_again(run: Run) -> None:
    """A card whose answer was undone is new again, and the first to be asked."""
    values(run("answer", "one", "easy", "--json"))
    assert values(run("next", "--json"))["card"]["id"] == "two"
    values(run("undo", "--json"))
    found = values(run("next", "--json"))
    assert (found["card"]["id"], found["state"]) == ("one", {"phase": "new"})


def test_undo_of_a_card_that_is_gone(
    run: Run, make_deck: Callable[[str, str], Path], home: Path
) -> None:
    """An answer can be undone although its card is no longer in a deck."""
    values(run("answer", "one", "easy", "--json"))
    make_deck("three", basic_deck("three", "two"))
    assert values(run("undo", "--json"))["id"] == "one"
    assert rows(home, "select * from states") == []


def test_suspend_and_off(run: Run, home: Path) -> None:
    """Suspended cards are not asked, due or new, until they are unsuspended."""
    values(run("answer", "one", "easy", "--json", at=DAYS[0]))
    assert run("suspend", "one", "two", at=DAYS[0]).stdout == "Suspended 2 cards.\n"
    assert rows(home, "select card_id, suspended from marks order by 1") == [("one", 1), ("two", 1)]
    later = values(run("next", "--json", at=DAYS[20]))
    assert later["left"] == {"new": 1, "learning": 0, "due": 0}
    assert run("suspend", "--off", "one", at=DAYS[20]).stdout == "Unsuspended 1 card.\n"
    assert values(run("next", "--json", at=DAYS[20]))["left"] == {
        "new": 1,
        "learning": 0,
        "due": 1,
    }
    assert [kind for kind, _ in events(home)] == ["review 4", "suspend", "suspend", "unsuspend"]


def test_undo_of_suspend_and_off(run: Run, home: Path) -> None:
    """Each of the two is undone by an undo."""
    values(run("suspend", "one", "--json"))
    values(run("suspend", "--off", "one", "--json"))
    assert values(run("undo", "--json"))["kind"] == "unsuspend"
    assert rows(home, "select suspended from marks") == [(1,)]
    assert values(run("undo", "--json"))["kind"] == "suspend"
    assert rows(home, "select suspended from marks") == []


def test_suspend_is_all_or_nothing(run: Run, home: Path) -> None:
    """One id that does not exist, and no card is suspended."""
    result = run("suspend", "one", "twoo")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "there is no card 'twoo'" in result.stderr
    assert events(home) == []


def test_clock_that_went_backwards(run: Run, home: Path) -> None:
    """The learner is warned, answers are kept in the order given, and undo takes the last."""
    values(run("answer", "one", "good", "--json", at=DAYS[5]))
    result = run("answer", "two", "good", at=DAYS[2])
    assert result.exit_code == 0
    assert result.stdout == "two: good, due again in 10m.\n"
    assert result.stderr == (
        "studycards: the clock is 3d behind the last answer recorded. Check the date;"
        " `studycards undo` undoes a wrong answer.\n"
    )
    assert events(home) == [("review 3", "one"), ("review 3", "two")]
    [(first,), (second,)] = rows(home, "select at from reviews order by at")
    assert second == first + 1
    undone = run("undo", at=DAYS[2])
    assert undone.stdout == "Undone: review of two, 2026-03-07 09:00.\n"


def test_clock_a_moment_behind(run: Run) -> None:
    """A clock set right by some seconds is nothing to talk about."""
    values(run("answer", "one", "good", "--json", at="2026-03-02T09:00:30+01:00"))
    assert run("answer", "two", "good", at="2026-03-02T09:00:00+01:00").stderr == ""


def test_clock_in_another_zone_is_not_behind(run: Run) -> None:
    """The same moment at another offset is no step back."""
    values(run("answer", "one", "good", "--json", at="2026-03-02T09:00:00+09:00"))
    assert run("answer", "two", "good", at="2026-03-01T16:00:00-08:00").stderr == ""
