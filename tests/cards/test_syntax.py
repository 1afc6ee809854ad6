"""Python code is parsed as far as its tree can be walked over."""

from __future__ import annotations

import ast

import pytest

from studycards.cards.syntax import DEEPEST, parsed


@pytest.mark.parametrize("code", ["-" * 5_000 + "1", "(" * 300, "f" + "()" * 200, "1" + "+1" * 200])
def test_deep_code_is_not_parsed(code: str) -> None:
    """It is refused as code that is no Python, before anything recurses for each level of it."""
    with pytest.raises(SyntaxError):
        parsed(code)


def test_code_up_to_the_limit_is_parsed() -> None:
    """As deep as it may be, and a step more; width does not matter."""
    operations = DEEPEST - 4  # a module, an expression, a number in it, its level's end
    assert ast.unparse(parsed("-" * operations + "1"))
    with pytest.raises(SyntaxError, match="too deeply"):
        parsed("-" * (operations + 2) + "1")
    assert ast.unparse(parsed(f"[{'1, ' * 10_000}]"))
