"""Hints: a little more of the answer each time."""

from __future__ import annotations


def first_letters(text: str, taken: int) -> str:
    """The first `taken` characters, the rest as dots; spaces stay where they are."""
    return "".join(
        character if index < taken or character.isspace() else "·"
        for index, character in enumerate(text)
    )


def first_lines(text: str, taken: int) -> str:
    """The first `taken` lines, and how many are left."""
    lines = text.rstrip().split("\n")
    left = len(lines) - taken
    return "\n".join([*lines[:taken], *([f"… {left} more"] if left > 0 else [])])
