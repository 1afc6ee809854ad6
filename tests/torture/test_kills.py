"""A short form of what `python -m tests.torture` does at length."""

from __future__ import annotations

import signal

import pytest

from tests.torture import crash, mishaps
from tests.torture.deeds import DEEDS
from tests.torture.kills import at_each_call, at_random, in_a_migration

pytestmark = pytest.mark.slow

needs_trace = pytest.mark.skipif(not crash.CAN_TRACE, reason="traces system calls of Linux")


def test_at_random_moments() -> None:
    """Nothing acknowledged is lost, nothing is doubled, and the next command works."""
    tallies = at_random(18, seed=1, works_every=9)
    assert {name: tally.faults for name, tally in tallies.items() if tally.faults} == {}
    assert sum(tally.killed for tally in tallies.values()) > 0
    assert tallies["answer"].acknowledged + tallies["answer"].kept > 0


@needs_trace
def test_at_calls_of_an_answer() -> None:
    """The same at every tenth system call with which an answer writes."""
    tally = at_each_call(DEEDS[0], seed=1, every=10)
    assert tally.faults == []
    assert tally.killed >= 3
    assert tally.acknowledged >= 1


@needs_trace
def test_in_a_migration() -> None:
    """A migration that is killed is begun again, with all reviews."""
    tally = in_a_migration("m003_how_it_was_answered", every=250)
    assert tally.faults == []
    assert tally.killed >= 3


def test_signals() -> None:
    """A program that is asked to end does so without a traceback, and keeps what it said."""
    tallies = at_random(9, seed=2, works_every=9, by=(signal.SIGINT,))
    assert {name: tally.faults for name, tally in tallies.items() if tally.faults} == {}


def test_many_writers_and_damage() -> None:
    """Two rounds of each; a full disk and a read-only one have tests in `tests/cli`."""
    for tally in (mishaps.many_writers(1, seed=1), mishaps.damaged(2, seed=1)):
        assert tally.faults == []
        assert tally.commands >= 2
