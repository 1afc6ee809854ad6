"""Assertion messages with the expected and the actual value, for the tests of an exercise."""

from __future__ import annotations

import ast

from studycards.cards.syntax import parsed


def explained(tests: str) -> str:
    """Tests in which each bare `assert a == b` has a message: a, the value of b, the value of a.

    Tests that do not parse, or are nested too deeply, are returned unchanged: running them shows the error.
    """
    try:
        tree = parsed(tests)
    except SyntaxError:
        return tests
    return ast.unparse(ast.fix_missing_locations(_Explainer().visit(tree)))


class _Explainer(ast.NodeTransformer):
    def visit_Assert(self, node: ast.Assert) -> ast.Assert | list[ast.stmt]:
        match node:
            case ast.Assert(test=ast.Compare(left, [ast.Eq()], [right]), msg=None):
                operator = "=="
            case ast.Assert(test=ast.Compare(left, [ast.Is()], [right]), msg=None):
                operator = "is"
            case _:
                return node
        asserted = ast.unparse(left)
        lines = f"""
__got, __expected = ({asserted}), ({ast.unparse(right)})
assert __got {operator} __expected, {asserted!r} + f": expected {{__expected!r}}, got {{__got!r}}"
"""
        return ast.parse(lines).body
