"""Code and literal text within Markdown."""

from __future__ import annotations

import re


def fenced(code: str, language: str = "python") -> str:
    """Code as a Markdown fence that no backticks inside can close."""
    fence = "`" * max(3, _longest_run(code) + 1)
    return f"{fence}{language}\n{code.rstrip()}\n{fence}"


def code_span(text: str) -> str:
    """A literal text: backticks, stars and underscores mean themselves."""
    if "\n" in text:
        return fenced(text, "text")
    ticks = "`" * (_longest_run(text) + 1)
    pad = " " if "`" in text or text != text.strip() else ""
    return f"{ticks}{pad}{text}{pad}{ticks}"


def _longest_run(text: str) -> int:
    """The number of backticks of the longest run."""
    return max(map(len, re.findall("`+", text)), default=0)
