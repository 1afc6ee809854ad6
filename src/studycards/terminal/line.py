"""A line that is being typed: pure, no terminal."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Line:
    """Text with a cursor."""

    text: str = ""
    cursor: int = 0
    """Index into the text at which the next character goes."""

    def after(self, key: str) -> Line:
        """The line after a key; a key that means nothing here changes nothing."""
        if len(key) == 1:
            text = self.text[: self.cursor] + key + self.text[self.cursor :]
            return Line(text, self.cursor + 1)
        before, behind = self.text[: self.cursor], self.text[self.cursor :]
        match key:
            case "left":
                return replace(self, cursor=max(self.cursor - 1, 0))
            case "right":
                return replace(self, cursor=min(self.cursor + 1, len(self.text)))
            case "home":
                return replace(self, cursor=0)
            case "end":
                return replace(self, cursor=len(self.text))
            case "backspace":
                return Line(before[:-1] + behind, max(self.cursor - 1, 0))
            case "delete":
                return Line(before + behind[1:], self.cursor)
            case "ctrl-k":
                return Line(before, self.cursor)
            case "ctrl-u":
                return Line(behind, 0)
            case "ctrl-w":
                kept = re.sub(r"\S+\s*$", "", before)
                return Line(kept + behind, len(kept))
        return self
