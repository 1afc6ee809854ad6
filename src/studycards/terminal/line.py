"""A line that is being typed: pure, no terminal."""

from __future__ import annotations

import re
from typing import NamedTuple

KEYS = frozenset(
    ("left", "right", "home", "end", "backspace", "delete", "ctrl-k", "ctrl-u", "ctrl-w")
)
"""Keys, besides characters, that mean something here."""


class Line(NamedTuple):
    """Text with a cursor; may span lines."""

    text: str = ""
    cursor: int = 0
    """Index into the text at which the next character goes."""

    def after(self, key: str) -> Line:
        """The line after a key; a key that means nothing here changes nothing."""
        before, behind = self.text[: self.cursor], self.text[self.cursor :]
        if len(key) == 1 or key == "newline":
            character = "\n" if key == "newline" else key
            return Line(before + character + behind, self.cursor + 1)
        match key:
            case "left":
                return self._replace(cursor=max(self.cursor - 1, 0))
            case "right":
                return self._replace(cursor=min(self.cursor + 1, len(self.text)))
            case "home":
                return self._replace(cursor=before.rfind("\n") + 1)
            case "end":
                return self._replace(cursor=self.cursor + len(behind.split("\n")[0]))
            case "backspace":
                return Line(before[:-1] + behind, max(self.cursor - 1, 0))
            case "delete":
                return Line(before + behind[1:], self.cursor)
            case "ctrl-k":
                return Line(before + behind[len(behind.split("\n")[0]) :], self.cursor)
            case "ctrl-u":
                kept = before[: before.rfind("\n") + 1]
                return Line(kept + behind, len(kept))
            case "ctrl-w":
                kept = re.sub(r"\S*\s*$", "", before)
                return Line(kept + behind, len(kept))
        return self
