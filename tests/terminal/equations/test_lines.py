"""Equations that are too wide for one line."""

from __future__ import annotations

import pytest

from studycards.terminal.equations import render
from tests.terminal.equations.shown import picture, shown


@pytest.mark.parametrize(
    ("tex", "width", "expected"),
    [
        pytest.param(
            "a + b = c + d - e",
            14,
            """
            a + b = c + d
                  − e
            """,
            id="before an operation",
        ),
        pytest.param(
            "a = b + c = d",
            12,
            """
            a = b + c
              = d
            """,
            id="rather before a later relation",
        ),
        pytest.param(
            "a = b + c, \\quad d = e",
            14,
            """
            a = b + c,
               d = e
            """,
            id="rather between equations",
        ),
        pytest.param(
            "f(a, b, c) = (d + e)",
            12,
            """
            f(a, b, c)
             = (d + e)
            """,
            id="before the first relation, at the left",
        ),
        pytest.param(
            "y = \\frac{a}{b} + x",
            8,
            """
                 a
            y = ───
                 b

              + x
            """,
            id="high lines are set apart",
        ),
        pytest.param("-a+-b", 5, "−a\n + −b", id="never after a sign"),
        pytest.param("a <= b", 5, "a\n <= b", id="never between two relations"),
    ],
)
def test_lines(tex: str, width: int, expected: str) -> None:
    """It is broken where that says most, and goes on below its first relation."""
    assert shown(tex, width) == (picture(expected) if "    " in expected else expected)


@pytest.mark.parametrize("tex", ["(a + b)", "\\frac{a + b}{c}", "abcdefg"])
def test_no_place_to_break(tex: str) -> None:
    """What has no operation outside of brackets, fractions and the like is not broken."""
    assert render(tex, 4) is None
