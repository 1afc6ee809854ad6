"""Syntax trees of Python code that are shallow enough to be walked over."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection

DEEPEST = 100
"""Maximum nesting of a syntax tree: nobody writes more, and what walks over it recurses."""


def parsed(code: str) -> ast.Module:
    """The syntax tree of Python code.

    Raises:
        SyntaxError: It is not Python, or nested too deeply.
    """
    try:
        tree = ast.parse(code)
    except (ValueError, RecursionError, MemoryError) as error:  # a null byte; too deep to parse
        raise SyntaxError("nested too deeply") from error
    level: list[ast.AST] = [tree]
    for _ in range(DEEPEST):
        level = [child for node in level for child in ast.iter_child_nodes(node)]
        if not level:
            return tree
    raise SyntaxError("nested too deeply")


def reads(code: str, names: Collection[str]) -> bool:
    """Whether Python code reads one of some variables; also if it is not Python of this version."""
    try:
        tree = parsed(code)
    except SyntaxError:
        return True
    return any(
        isinstance(node, ast.Name) and node.id in names and isinstance(node.ctx, ast.Load)
        for node in ast.walk(tree)
    )
