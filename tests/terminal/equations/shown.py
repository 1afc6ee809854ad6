"""A helper of these tests: an equation and its expected form as comparable text."""

from __future__ import annotations

import textwrap

from studycards.terminal.equations import render


def shown(tex: str, width: int = 80) -> str:
    """The rows of an equation, without blanks at the right."""
    rows = render(tex, width)
    assert rows is not None, f"wider than {width}: {tex}"
    return "\n".join(row.rstrip() for row in rows)


def picture(text: str) -> str:
    """A form as drawn in a test: without the indentation of the source."""
    lines = textwrap.dedent(text).strip("\n").splitlines()
    return "\n".join(line.rstrip() for line in lines)
