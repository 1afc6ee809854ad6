"""Syntax trees of Python code that are shallow enough to be walked over."""

from __future__ import annotations

import ast

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
