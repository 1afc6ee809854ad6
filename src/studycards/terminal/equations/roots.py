"""Roots: a sign before a short body, a roof over any other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from studycards.terminal.equations.box import Box, beside, line, stacked
from studycards.terminal.equations.scripts import is_one_thing

if TYPE_CHECKING:
    from studycards.terminal.equations.scripts import Script


def root(body: Box, degree: Script | None, *, bare: bool) -> Box:
    """The root of a body, with its degree if it has one; `bare` if nothing follows that seems part of it."""
    if len(body.rows) > 1 or (degree and not degree.small):
        roof = Box(
            rows=("┌─" + "─" * body.width, *("│ " + row for row in body.rows)),
            baseline=len(body.rows),
        )
        joined = beside(_sign("╲", degree), roof)
        return Box(rows=joined.rows, baseline=joined.baseline - body.below)
    if bare and is_one_thing(body.rows[0]):
        return beside(_sign("√", degree), body)
    return beside(_sign("√", degree), stacked([line("_" * body.width), body], baseline_of=1))


def _sign(sign: str, degree: Script | None) -> Box:
    if degree is None:
        return line(sign)
    if degree.small:
        return beside(degree.small, line(sign))
    return stacked([degree.box, line(sign)], baseline_of=1, align="right")
