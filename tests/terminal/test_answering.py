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
        (Choose(("x", "y"), several=False), ["enter"], ""),
        (Choose(("x", "y", "z"), several=False), ["down", "down", "enter"], "2"),
        (Choose(("x", "y", "z"), several=False), ["up", " "], "3"),
        (Choose(("x", "y", "z"), several=False), ["up", "down", "enter"], "1"),
        (Choose(("x", "y", "z"), several=True), ["down", " ", "up", " ", "enter"], "1 3"),
        (Choose(("x", "y", "z"), several=True), ["down", "enter", "enter"], "1"),
        (Choose(("x", "y", "z"), several=True), ["down", " ", " ", "2", "enter"], "2"),
        (Choose(("x",) * 12, several=False), ["up", "up", "enter"], "11"),
        (Arrange(("a", "b", "c")), ["up", "enter", "enter", "enter"], "3 1 2"),
        (Arrange(("a", "b", "c")), ["down", " ", "down", " ", "enter"], "1 3 2"),
        (Arrange(("a", "b", "c")), ["2", "enter"], "2"),
        (Arrange(("a", "b", "c")), ["2", "3", "enter"], "2 3 1"),
        (Arrange(("a", "b", "c")), ["2", "3", "backspace", "1", "enter"], "2 1 3"),
        (Arrange(("a", "b", "c")), ["u"], Press.NOT_MINE),
        (Reveal(), [" "], ""),
        (Reveal(), ["x"], Press.NOT_MINE),
        (Program("", ""), ["enter"], Press.NOT_MINE),
        (Write(optional=False), ["paste:a\nb ", "enter"], "a b"),
        (Write(optional=False, lines=True), ["paste:a\nb", "enter", "enter"], "a\nb\n"),
        (Write(optional=False), ["ctrl-d"], Press.NOT_MINE),
        (Write(optional=False), ["a", "home", "ctrl-d", "b", "enter"], "b"),
        (
            Write(optional=False, lines=True),
            ["a", "enter", "b", "up", "c", "down", "enter"],
            Press.TAKEN,
        ),
        (Reveal(), ["paste: "], Press.NOT_MINE),
        (Choose(("x", "y"), several=False), ["paste:1"], Press.NOT_MINE),
    ],
)
def test_answers(asked: Input, keys: list[str], result: object) -> None:
    """Each way of answering takes its keys and leaves the others to the commands."""
    assert typed(asked, *keys) == result


@pytest.mark.parametrize(
    ("keys", "given"),
    [
        (["up"], "second"),
        (["up", "up"], "first"),
        (["up", "up", "up"], "first"),
        (["up", "up", "down"], "second"),
        ([*"dr", "up", "down"], "dr"),
        (["up", "backspace"], "secon"),
    ],
)
def test_earlier_answers(keys: list[str], given: str) -> None:
    """The arrows bring back what was typed before, and what was being typed."""
    answer = answering(Write(optional=False), ["first", "second"])
    for key in keys:
        answer.press(key)
    assert answer.press("enter") == given


def test_arrows_without_anything_earlier() -> None:
    """They are left to scroll the page."""
    answer = answering(Write(optional=False), ["first"])
    assert answer.press("down") is Press.NOT_MINE
    assert answer.press("up") is Press.TAKEN
    assert answer.press("up") is Press.NOT_MINE


@pytest.mark.parametrize(
    ("keys", "code"),
    [
        (["enter", *"x = 1"], "def f():\n    x = 1"),
        (["enter", *"if x:", "enter", *"y"], "def f():\n    if x:\n        y"),
        (["enter", *"x", "enter", "backspace", *"z"], "def f():\n    x\nz"),
        (["enter", "tab", *"x"], "def f():\n        x"),
        (["paste:\n    return 1\n"], "def f():\n    return 1\n"),
        (["word left", "word left", "esc"], "def f():"),
    ],
)
def test_code_without_an_editor(keys: list[str], code: str) -> None:
    """Enter keeps the indentation, a colon deepens it, backspace takes a step of it back."""
    answer = answering(Program("def f():", ""), editor=False)
    for key in keys:
        answer.press(key)
    assert answer.press("ctrl-d") == code


def test_code_without_an_editor_leaves_other_keys_to_the_commands() -> None:
    """What means nothing in a text may be a command."""
    answer = answering(Program("", ""), editor=False)
    assert answer.press("page down") is Press.NOT_MINE
