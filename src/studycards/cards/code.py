"""Code and literal text within Markdown."""

from __future__ import annotations


def fenced(code: str, language: str = "python") -> str:
    """Code as a Markdown fence that no backticks inside can close."""
    fence = "```"
    while fence in code:
        fence += "`"
    return f"{fence}{language}\n{code.rstrip()}\n{fence}"


def code_span(text: str) -> str:
    """A literal text: backticks, stars and underscores mean themselves."""
    if "\n" in text:
        return fenced(text, "text")
    ticks = "`"
    while ticks in text:
        ticks += "`"
    pad = " " if "`" in text or text != text.strip() else ""
    return f"{ticks}{pad}{text}{pad}{ticks}"
