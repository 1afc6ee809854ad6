r"""What has rows and columns: from the tokens after `\begin` to a grid."""

from __future__ import annotations

import re
from itertools import accumulate
from typing import TYPE_CHECKING

from studycards.terminal.equations.errors import UnknownMacroError
from studycards.terminal.equations.tree import Fence, Grid, Row

if TYPE_CHECKING:
    from studycards.terminal.equations.parser import Parser
    from studycards.terminal.equations.tree import Node

_ENVIRONMENTS = {
    **dict.fromkeys(("matrix", "smallmatrix", "gathered", "gather", "equation"), ("", "c", "")),
    **dict.fromkeys(("aligned", "align", "split", "flalign", "alignedat", "alignat"), ("", "r&l", "")),
    **dict.fromkeys(("cases", "dcases"), ("{", "l", "")),
    **dict.fromkeys(("array", "subarray"), ("", "", "")),
    "rcases": ("", "l", "}"), "eqnarray": ("", "r&c&l", ""), "multline": ("", "l", ""),
    "pmatrix": ("(", "c", ")"), "bmatrix": ("[", "c", "]"), "Bmatrix": ("{", "c", "}"),
    "vmatrix": ("|", "c", "|"), "Vmatrix": ("‖", "c", "‖"),
}  # fmt: skip
"""Left delimiter, alignment of the columns unless the author gives it, right delimiter."""
_PAIRS = "r&l"
"""An equation in each pair of columns."""
_NUMBERED = {"alignedat", "alignat"}
"""Those with a number of columns, which can be seen anyway."""
_MOST_CELLS = 1000
_GAPS = {_PAIRS: (0, 4), "r&c&l": (1,)}
_REPEATED = re.compile(r"\*\{(\d\d?)\}\{([lcr|]+)\}")
_PARAGRAPH = re.compile(r"[pmb]\{[^{}]*\}")
_BETWEEN = re.compile(r"[@!]\{[^{}]*\}|\s")
_LENGTH = r"\s*-?[\d.]+\s*(pt|em|ex|mu|mm|cm|in|bp)\s*"


def environment(parser: Parser) -> Node:
    r"""An environment, whose `\begin` was taken.

    Raises:
        UnknownMacroError: There is no such environment, or it does not end.
    """
    name = parser.reader.raw()
    plain = name.removesuffix("*")
    if plain not in _ENVIRONMENTS:
        raise UnknownMacroError(f"unknown environment {name}")
    left, columns, right = _ENVIRONMENTS[plain]
    option = parser.reader.option("[lcrtb]") if plain == name or plain.endswith("matrix") else ""
    if plain.endswith("matrix"):
        columns = option or columns
    if plain in _NUMBERED or not columns:
        argument = parser.reader.raw()
        plain_columns = _PARAGRAPH.sub("l", _REPEATED.sub(_repeated, argument))
        columns = columns or _BETWEEN.sub("", plain_columns)
    body = rows_in(parser, columns, spread=columns == "l" and plain.endswith("cases"))
    parser.reader.expect(r"\end")
    if parser.reader.raw() != name:
        raise UnknownMacroError(f"{name} is not closed")
    return Fence(left=left, body=body, right=right, grows=True) if left or right else body


def rows_in(parser: Parser, columns: str, *, spread: bool = False) -> Grid:
    """Rows, up to the token that ends them, as columns such as `lr` or `cc|c`."""
    if not re.fullmatch(r"[lcr|]*[lcr][lcr|]*|r&(c&)?l", columns):
        raise UnknownMacroError(f"unknown columns {columns}")
    rows, lines = _rows(parser)
    if len(rows) * max(map(len, rows)) > _MOST_CELLS:
        raise UnknownMacroError("too large")
    if columns == _PAIRS:
        # As in TeX, an operation at the start of a right half is no sign.
        rows = [
            [Row(items=(Row(), *c.items)) if n % 2 else c for n, c in enumerate(row)]
            for row in rows
        ]
    parts = columns.split("|")
    return Grid(
        rows=tuple(map(tuple, rows)),
        columns="".join(parts).replace("&", ""),
        gaps=_GAPS.get(columns, (2,)),
        spread=spread,
        rules=frozenset(accumulate(map(len, parts[:-1]))),
        lines=frozenset(lines),
    )


def _repeated(match: re.Match[str]) -> str:
    return match[2] * int(match[1])


def _rows(parser: Parser) -> tuple[list[list[Row]], set[int]]:
    """The cells, and the rows above which there is a line."""
    rows: list[list[Row]] = [[]]
    lines: set[int] = set()
    while True:
        while not rows[-1] and parser.reader.skip(r"\hline"):
            lines.add(len(rows) - 1)
        rows[-1].append(parser.row())
        if parser.reader.skip(r"\\"):
            parser.reader.option(_LENGTH)
            rows.append([])
        elif not parser.reader.skip("&"):
            break
    return rows[:-1] if len(rows) > 1 and rows[-1] == [Row()] else rows, lines
