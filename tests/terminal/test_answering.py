"""Keys become answers."""

from __future__ import annotations

import pytest

from studycards.cards.asking import Arrange, Choose, Input, Program, Reveal, Write
from studycards.terminal.answering import Press, answering


def typed(asked: Input, *keys: str) -> object:
    """What the last of some keys gave."""
    answer = answering(asked)
    results = [answer.press(key) for key in keys]
    return results[-1]


@pytest.mark.parametrize(
    ("asked", "keys", "result"),
    [
        (Write(optional=False), [*"no t", "enter"], "no t"),
        (Write(optional=True), [" "], ""),
        (Write(optional=True), ["enter"], ""),
        (Write(optional=True), ["a", "left", "b", "enter"], "ba"),
        (Write(optional=True), ["up"], Press.NOT_MINE),
        (Write(optional=False, lines=True), ["a", "enter"], Press.TAKEN),
        (Write(optional=False, lines=True), ["a", "enter", "b", "enter", "enter"], "a\nb\n"),
        (Choose(("x", "y"), several=False), ["2"], "2"),
        (Choose(("x", "y"), several=False), ["3"], Press.NOT_MINE),
        (Choose(("x", "y", "z"), several=True), ["3", "1", "3", "enter"], "1"),
        (Choose(("x", "y"), several=True), ["1", "backspace", "enter"], ""),
        (Arrange(("a", "b", "c")), ["2", "3", "enter"], "2 3 1"),
        (Arrange(("a", "b", "c")), ["2", "3", "backspace", "1", "enter"], "2 1 3"),
        (Arrange(("a", "b", "c")), ["u"], Press.NOT_MINE),
        (Reveal(), [" "], ""),
        (Reveal(), ["x"], Press.NOT_MINE),
        (Program("", ""), ["enter"], Press.NOT_MINE),
    ],
)
def test_answers(asked: Input, keys: list[str], result: object) -> None:
    """Each way of answering takes its keys and leaves the others to the commands."""
    assert typed(asked, *keys) == result
