"""The table of what a learner can do on a card."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from studycards.collection import Collection
from studycards.review.commands import COMMANDS, applying
from studycards.review.queue import Selection
from studycards.review.session import ReviewSession
from tests.cli.library import EXERCISE

NOW = datetime.fromisoformat("2026-03-02T09:00:00+01:00")

NOTES = {
    "basic": "  - {question: What is meant by it?, answer: This.}\n",
    "output": "  - {kind: output, code: print(1), answer: '1'}\n",
    "exercise": EXERCISE,
}
ALWAYS = "u b s e f i ? q"


@pytest.fixture
def session(
    make_deck: Callable[[str, str], Path], open_collection: Callable[[], Collection]
) -> Callable[[str], ReviewSession]:
    """A review session on one card of a kind."""

    def begun(kind: str) -> ReviewSession:
        make_deck("one", f"deck: one\ncards:\n{NOTES[kind]}")
        return ReviewSession(open_collection(), Selection(), lambda: NOW)

    return begun


def test_one_command_a_key() -> None:
    """No key means two things, and each command says what it does."""
    keys = [key for command in COMMANDS for key in (command.key, command.other_key) if key]
    assert len(set(keys)) == len(keys)
    assert len({command.name for command in COMMANDS}) == len(COMMANDS)
    assert all(command.help for command in COMMANDS)


@pytest.mark.parametrize(
    ("kind", "given", "keys"),
    [
        ("basic", None, f"h {ALWAYS}"),
        ("output", None, f"h {ALWAYS}"),
        ("exercise", None, f"h g {ALWAYS}"),
        ("basic", "", ALWAYS),
        ("basic", "This", f"o {ALWAYS}"),
        ("output", "", f"r {ALWAYS}"),
        ("output", "2", f"o r {ALWAYS}"),
    ],
)
def test_when_commands_apply(
    session: Callable[[str], ReviewSession], kind: str, given: str | None, keys: str
) -> None:
    """Hints before the answer, verdicts after it, code where there is any, the rest always."""
    begun = session(kind)
    if given is not None:
        begun.reveal(given or None)
    assert " ".join(command.key for command in applying(begun)) == keys
