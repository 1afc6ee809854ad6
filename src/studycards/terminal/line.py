"""Text being typed, in one line or several: pure, no terminal."""

from __future__ import annotations

import re
from typing import NamedTuple

from rich.cells import cell_len, split_graphemes

KEYS = frozenset(
    (
        "left", "right", "word left", "word right", "up", "down", "home", "end",
        "backspace", "delete", "ctrl-d", "ctrl-k", "ctrl-u", "ctrl-w", "newline",
    )
)  # fmt: skip
"""Editing keys, besides characters."""

LONGEST = 20_000
"""Maximum characters: input that would exceed it is ignored."""


class Line(NamedTuple):
    """Text with a cursor; may span lines."""

    text: str = ""
    cursor: int = 0
    """Index into the text at which the next character goes."""

    def after(self, key: str) -> Line:
        """The text after a key; any other key changes nothing."""
        before, behind = self.text[: self.cursor], self.text[self.cursor :]
        if len(key) == 1 or key == "newline":
            return self.with_pasted("\n" if key == "newline" else key)
        match key:
            case "left":
                return self._replace(cursor=self.cursor - _last(before))
            case "right":
                return self._replace(cursor=self.cursor + _first(self.text, self.cursor))
            case "word left":
                return self._replace(cursor=_start_of_last(r"\w+", before))
            case "word right":
                word = re.match(r"\W*\w*", behind)
                return self._replace(cursor=self.cursor + (word.end() if word else 0))
            case "up":
                return self._to_row(before.count("\n") - 1)
            case "down":
                return self._to_row(before.count("\n") + 1)
            case "home":
                return self._replace(cursor=before.rfind("\n") + 1)
            case "end":
                return self._replace(cursor=self.cursor + len(behind.split("\n")[0]))
            case "backspace":
                kept = before[: len(before) - _last(before)]
                return Line(kept + behind, len(kept))
            case "delete" | "ctrl-d":
                return Line(before + behind[_first(self.text, self.cursor) :], self.cursor)
            case "ctrl-k":
                return Line(before + behind[len(behind.split("\n")[0]) :], self.cursor)
            case "ctrl-u":
                kept = before[: before.rfind("\n") + 1]
                return Line(kept + behind, len(kept))
            case "ctrl-w":
                kept = before[: _start_of_last(r"\S+", before)]
                return Line(kept + behind, len(kept))
        return self

    def with_pasted(self, text: str) -> Line:
        """The text with another one inserted at the cursor, unless it would be too long."""
        if len(self.text) + len(text) > LONGEST:
            return self
        before, behind = self.text[: self.cursor], self.text[self.cursor :]
        return Line(before + text + behind, len(before) + len(text))

    def _to_row(self, number: int) -> Line:
        """The cursor in another row, in the same column if that row is long enough."""
        rows = self.text.split("\n")
        if not 0 <= number < len(rows):
            return self
        column = cell_len(self.text[: self.cursor].rpartition("\n")[2])
        start = sum(len(row) + 1 for row in rows[:number])
        return self._replace(cursor=start + _index_at(rows[number], column))


_AROUND = 64
"""Characters beside the cursor in which a grapheme is looked for."""


def _first(text: str, index: int) -> int:
    """Characters of the grapheme at an index; 0 at the end."""
    row = text[index : index + _AROUND].partition("\n")[0]
    return split_graphemes(row)[0][0][1] if row else min(len(text) - index, 1)


def _last(text: str) -> int:
    """Characters of the last grapheme."""
    row = text[-_AROUND:].rpartition("\n")[2]
    start, end = split_graphemes(row)[0][-1][:2] if row else (0, min(len(text), 1))
    return end - start


def _start_of_last(word: str, text: str) -> int:
    """The index at which the last match of a pattern starts; 0 if there is none."""
    return max((match.start() for match in re.finditer(word, text)), default=0)


def _index_at(row: str, column: int) -> int:
    """The index of the character at, or before, a column of cells."""
    at = 0
    for start, end, cells in split_graphemes(row)[0]:
        at += cells
        if at > column:
            return start
        if at == column:
            return end
    return len(row)
