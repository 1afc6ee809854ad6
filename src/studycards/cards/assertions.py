"""Assertions that say what they expected and what they got; called for the tests of an exercise."""

from __future__ import annotations

import ast


def explained(tests: str) -> str:
    """Tests in which each `assert a == b` without a message has one: a, what b is, what a was.

    Tests that do not parse are left as they are: running them tells what is wrong.
    """
    try:
        tree = ast.parse(tests)
    except (SyntaxError, ValueError):
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
