"""What a command knows of the world around it."""

from __future__ import annotations

import io
from contextlib import ExitStack, suppress
from datetime import UTC, datetime

import pytest

from studycards.cli import context
from studycards.terminal.keys import PosixKeys
from tests.conftest import NOW


def made(stdin: str = "", **environ: str) -> context.Context:
    """A context without a terminal."""
    return context.Context(
        environ=environ,
        stdin=io.StringIO(stdin),
        stdout=io.StringIO(),
        stderr=io.StringIO(),
        clock=lambda: datetime(2026, 3, 2, 8, tzinfo=UTC),
        keyboard=lambda: PosixKeys(io.StringIO()),
        opened=ExitStack(),
    )


@pytest.mark.parametrize(
    ("environ", "editor"),
    [
        ({"VISUAL": "code --wait", "EDITOR": "ed"}, "code --wait"),
        ({"VISUAL": "", "EDITOR": "ed"}, "ed"),
        ({}, ""),
    ],
)
def test_editor(environ: dict[str, str], editor: str) -> None:
    """`VISUAL` goes before `EDITOR`."""
    assert made(**environ).editor == editor


def test_lines() -> None:
    """Lines are read after their prompts, without their ends, until there are no more."""
    world = made("first\nlast")
    assert [world.read_line("1: "), world.read_line("2: ")] == ["first", "last"]
    with pytest.raises(EOFError):
        world.read_line("3: ")
    assert isinstance(world.stdout, io.StringIO)
    assert world.stdout.getvalue() == "1: 2: 3: "


def test_clock() -> None:
    """`STUDYCARDS_NOW` of the context's own environment fixes the clock of the context."""
    for world, now in (
        (made(STUDYCARDS_NOW=NOW.isoformat()), NOW),
        (made(), datetime(2026, 3, 2, 8, tzinfo=UTC)),
    ):
        token = context.RUNNING.set(world)
        with context.running():
            assert context.clock() == now
        context.RUNNING.reset(token)


def test_what_was_opened_is_closed() -> None:
    """A command closes what it opened, also when it fails."""
    closed: list[str] = []
    with suppress(ValueError), context.running():
        context.current().opened.callback(closed.append, "history")
        raise ValueError("fails")
    assert closed == ["history"]


@pytest.mark.parametrize(
    ("answer", "yes"), [("y\n", True), ("YES\n", True), ("n\n", False), ("\n", False), ("", False)]
)
def test_confirm(answer: str, yes: bool) -> None:
    """A question is asked on stderr, and what is not yes is no."""
    world = made(answer)
    token = context.RUNNING.set(world)
    with context.running():
        assert context.confirm("Run it?") is yes
    context.RUNNING.reset(token)
    assert isinstance(world.stderr, io.StringIO)
    assert world.stderr.getvalue() == "Run it? [y/N]: "
