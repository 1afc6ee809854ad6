"""The result of running code."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Group
from rich.text import Text

from studycards.cards.asking import Printed
from studycards.terminal.safe import visible

if TYPE_CHECKING:
    from rich.console import RenderableType

    from studycards.cards.asking import Answer
    from studycards.running import RunResult

_MOST_LINES = 12
_ASSERTED = "AssertionError: "


def run_report(ran: RunResult, answer: Answer) -> RenderableType:
    """The result of running a card's program, or its tests."""
    return printed(ran, answer.text) if isinstance(answer, Printed) else tests(ran)


def tests(ran: RunResult) -> RenderableType:
    """Whether all tests pass, or which fails and how: the message of an assertion is enough."""
    if ran.outcome == "ok":
        return Text("✓ all tests pass", "bold green")
    head = Text("✗ a test fails" if ran.outcome == "failed" else f"✗ {ran.outcome}", "bold red")
    lines = (ran.detail or ran.stderr).strip().splitlines()
    asserted = [n for n, line in enumerate(lines) if line.startswith(_ASSERTED)]
    if asserted:
        lines = [lines[asserted[-1]].removeprefix(_ASSERTED), *lines[asserted[-1] + 1 :]]
    shown = "\n".join(lines[-_MOST_LINES:])
    printed = f"\nprinted: {ran.stdout.strip()[:400]}" if ran.stdout.strip() else ""
    return Group(head, Text(visible(shown + printed)))


def printed(ran: RunResult, expected: str) -> RenderableType:
    """What a program printed, and whether it is what the card says."""
    if ran.outcome != "ok":
        return Group(Text(f"✗ {ran.outcome} {ran.detail}", "bold red"), Text(visible(ran.stderr)))
    same = ran.stdout.rstrip() == expected.rstrip()
    head = Text("✓ run: it prints exactly that" if same else "✗ run: it prints", "bold")
    return Group(head, Text(visible(ran.stdout.rstrip())))
