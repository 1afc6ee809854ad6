"""The parts of formulas that have a grammar of their own: functions, operators, fractions, brackets."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from studycards.cards.formula import NoFormulaError
from studycards.cards.formula.limits import bounds, limits, without_dots
from studycards.cards.formula.signs import CLOSING, GREEK_WORDS
from studycards.cards.formula.tree import Tree, name, node, number, walk

if TYPE_CHECKING:
    from collections.abc import Sequence

    from studycards.cards.formula.reading import Parser
    from studycards.cards.formula.tokens import Token

_INVERSES = {"sin": "asin", "cos": "acos", "tan": "atan", "tanh": "atanh"}
_PAIRS = {"outer": "outer", "cross": "cross", "hadamard": "hadamard", "matmul": "matmul"}
_OVER_NAMES = frozenset({"max", "min"})
NOTHING = name("none")

__all__ = [
    "NOTHING", "bars", "call", "differential", "divide", "environment", "gradient", "group", "grouped",
    "is_index", "is_word", "macro", "multiply", "operator", "raised", "root", "without_dots",
]  # fmt: skip


def is_word(text: str) -> bool:
    """Whether a name has several letters and is no Greek one."""
    plain = text.rstrip("'*").removesuffix("hat").removesuffix("bar").removesuffix("tilde")
    return len(plain) > 1 and plain not in GREEK_WORDS


def is_index(found: Sequence[Token], place: int) -> bool:
    """Whether `[` at a place opens an index, such as `h[t-1]`: names and numbers, added."""
    for token in found[place + 1 :]:
        if token.text == "]" and token.kind == "sign":
            return True
        if token.kind not in ("name", "number") and token.text not in (
            "+",
            "-",
            ",",
            ":",
            "'",
            "|",
            "~",
        ):
            return False
    return False


def grouped(kind: str, items: list[Tree]) -> Tree:
    """What stands in brackets: itself, or a list of several."""
    return items[0] if len(items) == 1 else node(kind, *items)


def group(parser: Parser, opening: str) -> Tree:
    """A group in brackets of some kind, the opening one taken."""
    items = parser.inside(CLOSING[opening])
    if not items and opening not in ("[", "{set"):
        raise NoFormulaError("brackets with nothing in them")
    if opening == "⌊":
        return node("call", "floor", *items)
    if opening == "⌈":
        return node("call", "ceil", *items)
    if opening == "<(" and len(items) == 2:
        return node("call", "dot", *items)
    if opening == "{set":
        return node("set", *items)
    if opening == "[" and len(items) == 1 and items[0].kind == "chain":
        return node("apply", name("indicator"), items[0])
    return grouped("set" if opening == "{" else "list", items)


def bars(parser: Parser, sign: str) -> Tree:
    """An absolute value or a norm."""
    inner = grouped("list", parser.inside(sign))
    return node("call", "abs" if sign == "|" else "norm", inner)


def root(tree: Tree, degree: Tree | None = None) -> Tree:
    """A root as a power."""
    if degree is None or degree.kind == "number":
        exponent = number(Fraction(1) / (degree.parts[0] if degree and degree.parts[0] else 2))
    else:
        exponent = Tree("product", (number(1), node("inverse", degree)))
    return node("power", tree, exponent)


def raised(tree: Tree, power: Tree) -> Tree:
    """A power; that of `e` is the exponential."""
    return node("call", "exp", power) if tree == name("e") else node("power", tree, power)


def multiply(factors: list[Tree], factor: Tree) -> None:
    """One more factor, or what `d/dx` before it is applied to."""
    last = factors[-1]
    if (
        last.kind == "derivative"
        and last.parts[0].kind == "d"
        and last.parts[0].parts[0] == NOTHING
    ):
        numerator = Tree("d", (factor, *last.parts[0].parts[1:]))
        factors[-1] = node("derivative", numerator, last.parts[1])
    else:
        factors.append(factor)


def divide(factors: list[Tree], divisor: Tree) -> None:
    """One more divisor; a differential divided by another is a derivative."""
    last = factors[-1]
    if last.kind == "product" and last.parts[-1].kind == "d":
        factors[-1:] = last.parts
        last = factors[-1]
    if last.kind == "d" and _is_differential(divisor):
        factors[-1] = node("derivative", last, divisor)
    else:
        factors.append(node("inverse", divisor))


def _is_differential(tree: Tree) -> bool:
    return tree.kind == "d" or (tree.kind in ("product", "power") and tree.parts[0].kind == "d")


def differential(parser: Parser) -> Tree:
    """`dx`, `∂²f` or the operator `∂`."""
    parser.advance()
    order = [parser.factor_exponent()] if parser.take("^") else []
    if parser.take("_"):
        below = grouped("list", parser.subscript())
        return node("derivative", node("d", parser.factor(), *order), node("d", below))
    if parser.next() in ("/", None) or not parser.starts_operand():
        return node("d", NOTHING, *order)
    return node("d", parser.factor(), *order)


def gradient(parser: Parser) -> Tree:
    """`∇_θ f(θ)`; also the operator alone."""
    below: list[Tree] = []
    order: list[Tree] = []
    while sign := parser.take("_", "^"):
        if sign == "_":
            below = [grouped("list", parser.subscript())]
        else:
            order = [parser.factor_exponent()]
    body = parser.factor() if parser.starts_operand() else NOTHING
    return node("gradient", body, grouped("list", below) if below else NOTHING, *order)


def of_nabla(parser: Parser, operator: Tree) -> Tree | None:
    """`∇·E` and `∇×E`: a nabla without anything, and what stands after the sign."""
    if operator.parts[0] != NOTHING:
        return None
    sign = parser.take("*", "×")
    return Tree("gradient", (parser.factor(), *operator.parts[1:], name(sign))) if sign else None


def call(parser: Parser, token: Token) -> Tree:
    """A known function with or without brackets, with its base, power and prime."""
    function = token.text
    below: list[Tree] = []
    power: Tree | None = None
    if function in _OVER_NAMES and parser.next() == "_":
        return operator(parser, function)
    while sign := parser.take("_", "^", "'"):
        if sign == "_":
            below = parser.subscript()
        elif sign == "^":
            power = parser.factor_exponent()
        else:
            function += "'"
    if power == node("minus", number(1)) and function in _INVERSES:
        function, power = _INVERSES[function], None
    tree = _called(parser, function, below)
    return tree if power is None else node("power", tree, power)


def _called(parser: Parser, function: str, below: list[Tree]) -> Tree:
    if parser.next() in ("(", "[", "{", "{set"):
        arguments = parser.inside(CLOSING[parser.advance().text])
        if not arguments:
            raise NoFormulaError(f"{function} of nothing")
    elif parser.starts_operand() or parser.next() in ("-", "|", "||"):
        arguments = [_bare_argument(parser)]
    else:
        return name(function)
    return called(function, arguments, below)


def called(function: str, arguments: list[Tree], below: list[Tree]) -> Tree:
    """The tree of a known function of some arguments."""
    if function.endswith("'"):
        return node("apply", name(function), *arguments)
    if function in _PAIRS and len(arguments) == 2:
        return node(_PAIRS[function], *arguments)
    if function == "frac" and len(arguments) == 2:
        return Tree("product", (arguments[0], node("inverse", arguments[1])))
    if function == "pow" and len(arguments) == 2:
        return raised(*arguments)
    if function == "transpose":
        return node("transpose", *arguments)
    if function == "inv":
        return node("power", arguments[0], node("minus", number(1)))
    if function in ("sqrt", "cbrt"):
        return root(arguments[0], None if function == "sqrt" else number(3))
    if function in ("log2", "log10"):
        function, below = "log", [number(int(function[3:]))]
    tree = node("call", function, *arguments)
    if function == "log" and below:
        return Tree("product", (tree, node("inverse", node("call", "log", *below))))
    if function == "norm":
        return node("call", function, arguments[0], *(below or arguments[1:]))
    return node("index", tree, *below) if below else tree


def _bare_argument(parser: Parser) -> Tree:
    """The argument of a function without brackets: one factor, or plain ones side by side."""
    factors = [parser.factor()]
    while _is_simple(factors[-1]) and (token := parser.peek()) and parser.starts_operand():
        if (
            token.kind not in ("name", "number")
            or token.text == "..."
            or token.text in parser.known.functions
        ):
            break
        factors.append(parser.factor())
    return node("product", *factors)


def _is_simple(tree: Tree) -> bool:
    return tree.kind in ("number", "name", "index", "power") and all(
        part.kind in ("number", "name", "index", "power", "sum", "minus") for part in walk(tree)
    )


def operator(parser: Parser, symbol: str) -> Tree:
    """A sum, product, maximum, integral … over bound names."""
    items: list[Tree] = []
    upper: Tree | None = None
    while sign := parser.take("_", "^"):
        if sign == "_":
            items = limits(parser)
            while items and items[-1].kind == "name" and parser.take("'"):
                items[-1] = name(items[-1].parts[0] + "'")
        else:
            upper = parser.factor_exponent()
            upper = name("T") if upper == name("⊤") else upper
    body = parser.product(before_division=symbol not in ("sum", "int"))
    if body.kind == "set" and len(body.parts) == 1:
        body = body.parts[0]
    if symbol == "int":
        return _integral(items, upper, body)
    return big(symbol, items, upper, body)


def big(symbol: str, items: list[Tree], upper: Tree | None, body: Tree) -> Tree:
    """An operator with what stands below and above it."""
    bound, ranges, conditions = bounds(items, upper)
    return node(
        "big", symbol, node("list", *bound), node("list", *ranges), node("list", *conditions), body
    )


def function_style(parser: Parser, symbol: str) -> Tree:
    """`sum(x_i)`, `sum(x_i, i=1..n)` or `sum(i=1..n) x_i`."""
    parser.advance()
    following = parser.peek(1)
    if following and following.text in ("=", "∈"):
        return big(
            symbol, limits(parser, ")"), None, parser.product(before_division=symbol != "sum")
        )
    body = parser.inside_first()
    if parser.take(")"):
        return big(symbol, [], None, body)
    parser.take(",", ";")
    return big(symbol, limits(parser, ")"), None, body)


def _integral(items: list[Tree], upper: Tree | None, body: Tree) -> Tree:
    factors = list(body.parts) if body.kind == "product" else [body]
    variables = [factor.parts[0] for factor in factors if factor.kind == "d"]
    others = [factor for factor in factors if factor.kind != "d"]
    rest = node("product", *others) if others else number(1)
    if upper is not None and items:
        ranges = [node("between", items[0], upper)] * len(variables)
    elif items:
        ranges = [node("within", grouped("list", items))] * len(variables)
    else:
        ranges = [Tree("none", ())] * len(variables)
    return node(
        "big", "int", node("list", *variables), node("list", *ranges), Tree("list", ()), rest
    )


def macro(parser: Parser, text: str) -> Tree:
    """A fraction, root, binomial or accent."""
    if text == "frac":
        factors = [parser.tex_argument()]
        divide(factors, parser.tex_argument())
        return factors[0] if len(factors) == 1 else Tree("product", tuple(factors))
    if text == "sqrt":
        degree = parser.inside("]")[0] if parser.take("[") else None
        return root(parser.tex_argument(), degree)
    if text == "binom":
        return node("call", "binom", parser.tex_argument(), parser.tex_argument())
    if text.startswith("accent-"):
        accent = text.removeprefix("accent-")
        inner = parser.tex_argument() if parser.next() != "(" else parser.base()
        if accent == "vec":
            return inner
        if inner.kind == "name":
            return name(inner.parts[0] + accent)
        if inner.kind == "index":
            return Tree("index", (name(f"{inner.parts[0].parts[0]}{accent}"), *inner.parts[1:]))
        return node("apply", name(accent), inner)
    raise NoFormulaError(f"unexpected {text}")


def environment(parser: Parser, text: str) -> Tree:
    """Cases, or the rows of a matrix."""
    if text == "begin cases":
        return _cases(parser)
    if text != "begin matrix":
        raise NoFormulaError(f"unexpected {text}")
    rows: list[list[Tree]] = [[]]
    while (token := parser.peek()) and token.text != "end matrix":
        if parser.take("newline"):
            rows.append([])
        elif not parser.take("&"):
            rows[-1].append(parser.chain())
    parser.advance()
    return node("matrix", *(node("list", *row) for row in rows if row))


def _cases(parser: Parser) -> Tree:
    parts: list[Tree] = []
    while (token := parser.peek()) and token.text != "end cases":
        parts.append(parser.sum())
        while parser.take("&", ",", "if", "for", "where"):
            pass
        if parser.take("otherwise"):
            parts.append(name("otherwise"))
        else:
            parts.append(grouped("list", _conditions(parser)))
        while parser.take("newline", ".", ",", ";"):
            pass
    parser.advance()
    return node("cases", *parts)


def _conditions(parser: Parser) -> list[Tree]:
    items = [parser.chain()]
    while parser.take(","):
        if parser.next() in ("newline", "environment"):
            break
        items.append(parser.chain())
    return items
