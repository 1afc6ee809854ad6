"""Complexities and short expressions in scalars, compared by value.

Two complexities are the same if their quotient stays within bounds while the variables grow, each
at its own pace: `O(2n + 1)` is `O(n)`, `O(max(m, n))` is `O(m + n)`, and the base of a logarithm does
not matter. Values are kept as their logarithms, so that `n!` at 600 is a number.
"""

from __future__ import annotations

import re
import unicodedata
from functools import reduce
from itertools import permutations
from math import exp, inf, isfinite, lgamma, log, log1p
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

Expression = tuple["str | float | Expression", ...]
"""An operation with its operands; `("name", n)` and `("number", x)` are the leaves."""

_LONGEST = 300
"""Characters of an expression."""

_DEEPEST = 40
"""Maximum nesting of an expression: what walks down it recurses."""

_MOST_VARIABLES = 4

_FUNCTIONS = ("log", "sqrt", "max", "min", "exp", "binom")
_TOKEN = re.compile(
    r"\s*(?:(log\*|log|sqrt|max|min|exp|binom)|len\((\w+)\)|\|(\w+)\||(\d+(?:\.\d+)?|\.\d+)"
    r"|([^\W\d_](?:_\w|')?)|(//|\*\*|[-+*/^(),!]))"
)
_SAME = {
    "·": "*", "×": "*", "⋅": "*", "∗": "*", "−": "-", "–": "-", "√": "sqrt ", "{": "(", "}": ")",
    "[": "(", "]": ")", "\\": "", "$": "", "½": "(1/2)", "¼": "(1/4)", "¾": "(3/4)", "⅓": "(1/3)",
}  # fmt: skip


_MEASURED = re.compile(r"len\(\w+\)|\|\w+\||log|sqrt|max|min|exp|binom")
_LONG_NAME = re.compile(r"[^\W\d_]{4}")
"""Letters of a word; three may be a product."""


class NoExpressionError(ValueError):
    """The text is no expression in scalars."""


def expression(text: str) -> Expression:
    """Parse an expression such as `n log n`, `m(m+1)/2` or `12H²`.

    Raises:
        NoExpressionError: It is none, or too long or too deep.
    """
    if len(text) > _LONGEST:
        raise NoExpressionError("too long")
    text = _plain(text)
    if _LONG_NAME.search(_MEASURED.sub("1", text)):
        raise NoExpressionError("words are no product of letters")
    parser = _Parser(_tokens(text))
    tree = parser.sum()
    if parser.tokens:
        raise NoExpressionError(f"unexpected {parser.tokens[-1]}")
    return tree


def _plain(text: str) -> str:
    """ASCII: superscripts as powers, indices as `_i`, one name for each function."""
    text = text.strip().strip("`")
    text = re.sub(r"\\(?:cdot|times)\b", "*", re.sub(r"\\(?:mathcal|mathrm)\{(\w)\}", r"\1", text))
    text = re.sub(r"[⁰¹²³⁴⁵⁶⁷⁸⁹ⁿ⁺⁻]+", lambda m: f"^({unicodedata.normalize('NFKC', m[0])})", text)
    text = re.sub(r"[₀-₉ₐ-ₜ]", lambda m: "_" + unicodedata.normalize("NFKC", m[0]), text)
    text = re.sub(r"(?<=[\w)]) x (?=[\w(])", "*", text)
    for sign, same in _SAME.items():
        text = text.replace(sign, same)
    text = re.sub(r"\b(?:the )?square root of\b", "sqrt", text, flags=re.IGNORECASE)
    text = re.sub(r"\b(\w+) squared\b", r"\1^2", re.sub(r"\b(\w+) cubed\b", r"\1^3", text))
    text = re.sub(
        r"(?:lg|ln|log)(?:_?\d+|_?\([\w.]+\)(?=\s*[\w(])|_[a-z])?(?![a-z*_]{2,}\()", " log ", text
    )
    text = re.sub(r"\bfrac\s*(\([^()]*\))\s*(\([^()]*\))", r"(\1/\2)", text)
    return re.sub(r"log \s*\*(?=\s*[a-z(])", " log*", text) if "log *" in text else text


def _tokens(text: str) -> list[str]:
    """The tokens, last first."""
    tokens, index, text = [], 0, text.rstrip()
    while index < len(text):
        match = _TOKEN.match(text, index)
        if match is None:
            raise NoExpressionError(f"unexpected {text[index]}")
        function, length, bars, number, name, sign = match.groups()
        measured = length or bars
        tokens.append(f"|{measured}|" if measured else function or number or name or sign)
        index = match.end()
    return tokens[::-1]


class _Parser:
    """Recursive descent: sum, product, power."""

    def __init__(self, tokens: list[str]) -> None:
        self.tokens = tokens
        self._depth = 0

    def _next(self) -> str:
        return self.tokens[-1] if self.tokens else ""

    def _take(self, *wanted: str) -> str:
        return self.tokens.pop() if self._next() in wanted else ""

    def sum(self) -> Expression:
        """Terms, each with its sign."""
        self._depth += 1
        if self._depth > _DEEPEST:
            raise NoExpressionError("nested too deeply")
        terms: dict[str, list[Expression]] = {"+": [], "-": []}
        sign = self._take("+", "-") or "+"
        while sign:
            terms[sign].append(self._product())
            sign = self._take("+", "-")
        self._depth -= 1
        if not terms["+"]:
            raise NoExpressionError("there is nothing to take from")
        tree = reduce(lambda one, other: ("+", one, other), terms["+"])
        return reduce(lambda one, other: ("-", one, other), terms["-"], tree)

    def _product(self) -> Expression:
        tree = self._power()
        while self.tokens and (self._next()[0].isalnum() or self._next()[0] in "|(*/"):
            sign = self._take("*", "/", "//") or "*"
            tree = (sign[0], tree, self._power())
        return tree

    def _power(self) -> Expression:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise NoExpressionError("nested too deeply")
        tree = self._single()
        if self._take("!"):
            tree = ("!", tree)
        if self._take("^", "**"):
            minus = self._take("-")
            exponent = self._power()
            tree = ("^", tree, ("negative", exponent) if minus else exponent)
        self._depth -= 1
        return tree

    def _single(self) -> Expression:
        token = self.tokens.pop() if self.tokens else ""
        if token == "(":
            tree = self.sum()
            if not self._take(")"):
                raise NoExpressionError(") is missing")
            return tree
        if token in _FUNCTIONS:
            return self._call(token)
        if token and (token[0].isdecimal() or token[0] == "."):
            return ("number", float(token))
        if token and (token[0].isalpha() or token[0] == "|"):
            return ("name", token)
        raise NoExpressionError(f"unexpected {token or 'end'}")

    def _call(self, name: str) -> Expression:
        """A function: of what is in brackets, or of the factor that follows: `log n`, `log² n`."""
        power = self._power() if self._take("^") else None
        if self._take("("):
            arguments = [self.sum()]
            while self._take(","):
                arguments.append(self.sum())
            if not self._take(")"):
                raise NoExpressionError(") is missing")
        else:
            arguments = [self._power()]
        if len(arguments) != (1 if name in ("log", "sqrt", "exp") else 2):
            raise NoExpressionError(f"{name} of {len(arguments)}")
        tree: Expression = (name, *arguments)
        return ("^", tree, power) if power else tree


def names(tree: Expression) -> set[str]:
    """The variables of an expression."""
    if tree[0] == "name":
        return {str(tree[1])}
    return set().union(*(names(part) for part in tree[1:] if isinstance(part, tuple)))


def same_value(one: Expression, other: Expression) -> bool:
    """Whether two expressions have the same variables and the same value, whatever these are."""
    variables = sorted(names(one))
    if variables != sorted(names(other)):
        return False
    for shift in (0.0, 0.31, 0.77):
        place = {name: log(3.7 + 1.9 * n + shift) for n, name in enumerate(variables)}
        found = _logarithm(one, place), _logarithm(other, place)
        if not all(map(isfinite, found)) or abs(found[0] - found[1]) > 1e-9:
            return False
    return True


def same_growth(one: Expression, other: Expression) -> bool:
    """Whether two expressions in the same variables grow alike up to a constant factor."""
    variables = sorted(names(one) | names(other))
    if len(variables) > _MOST_VARIABLES or names(one) != names(other):
        return False
    for near, far in _paths(variables):
        small = {name: log(30 + 20 * n) for n, name in enumerate(variables)}
        large = {name: 2.2 * value for name, value in small.items()}
        quotients = []
        for place in (near, far):
            found = _logarithm(one, place), _logarithm(other, place)
            quotients.append(found[0] - found[1] if max(map(abs, found)) < 1e12 else inf)
        if inf in quotients:
            quotients = [_logarithm(one, p) - _logarithm(other, p) for p in (small, large)]
        if not abs(quotients[0] - quotients[1]) < 0.12:
            return False
    return True


def _paths(variables: list[str]) -> Iterator[tuple[Mapping[str, float], Mapping[str, float]]]:
    """Two places on each of some paths to infinity, as logarithms of the variables."""
    paces = [1.0, 2.0, 0.4, 3.0][: len(variables)]
    for weights in ([1.0] * len(variables), *permutations(paces)):
        yield tuple(  # type: ignore[misc]
            {name: size * weight for name, weight in zip(variables, weights, strict=True)}
            for size in (90.0, 650.0)
        )


def _logarithm(tree: Expression, place: Mapping[str, float]) -> float:
    """The logarithm of the value at a place; not a number where there is none."""
    try:
        return _log(tree, place)
    except (ValueError, OverflowError, ZeroDivisionError):
        return float("nan")


def _log(tree: Expression, place: Mapping[str, float]) -> float:
    kind = tree[0]
    if kind == "name":
        return place[str(tree[1])]
    if kind == "number":
        return log(tree[1]) if tree[1] else -inf  # type: ignore[arg-type]
    values = [_log(part, place) for part in tree[1:]]  # type: ignore[arg-type]
    first, last = values[0], values[-1]
    match kind:
        case "+":
            return max(values) + log1p(exp(min(values) - max(values)))
        case "-":
            return first + log1p(-exp(last - first))
        case "*":
            return first + last
        case "/":
            return first - last
        case "^":
            exponent: Expression = tree[2]  # type: ignore[assignment]
            return first * (-exp(last) if exponent[0] == "negative" else exp(last))
        case "!":
            return lgamma(exp(first) + 1)
        case "log":
            return log(first)
        case "sqrt":
            return first / 2
        case "exp":
            return exp(first)
        case "max" | "min":
            return max(values) if kind == "max" else min(values)
        case "binom":
            top, bottom = exp(first), exp(last)
            return lgamma(top + 1) - lgamma(bottom + 1) - lgamma(top - bottom + 1)
        case _:
            return first


_WORDS = {
    "constant": "1", "logarithmic": "log n", "linear": "n", "linearithmic": "n log n",
    "loglinear": "n log n", "log linear": "n log n", "quasilinear": "n log n", "quadratic": "n^2",
    "cubic": "n^3", "factorial": "n!", "exponential": "2^n", "square root": "sqrt n",
    "quasi linear": "n log n", "sub linear": "", "polynomial": "", "quartic": "n^4",
}  # fmt: skip
_AROUND = re.compile(
    r"\b(?:amorti[sz]ed|expected|average|avg|on average|worst|best|case|in the|the|time|space|extra|memory|"
    r"running|complexity|cost|is|it|grows?|like|per|operation|each|order of|in general|steps|growth|"
    r"auxiliary|additional|only|about)\b"
)
_ORDER = re.compile(
    r"^(?:[A-Z]\(\w\)\s*(?:=|∈|is)\s*)?(?:\\?(?:big[ -]?)?(?:O|o|Θ|θ|Ω|ω|𝒪|theta|Theta|omega|Omega|mathcal\(O\))(?: of)?\s*)\((.*)\)$",
    re.DOTALL,
)


def is_complexity(text: str) -> bool:
    """Whether an answer is plainly a complexity: `O(n)`, `quadratic time`."""
    return _ORDER.match(text.strip().strip("`$")) is not None or _in_words(text) not in (None, "")


def complexity(text: str) -> Expression:
    """The expression of a complexity: of `O(n²) time`, `n^2`, `quadratic` or `Θ(n*n)`.

    Raises:
        NoExpressionError: It is none.
    """
    if len(text) > _LONGEST:
        raise NoExpressionError("too long")
    text = re.sub(r"\\math\w+\{([OΘΩ])\}", r"\1", text)
    word = _in_words(text)
    if word:
        return expression(word)
    text = " ".join(text.strip().strip("`$").rstrip(".").split())
    text = re.sub(r"(?<![a-zA-Z])([a-zA-Z])(\d)", r"\1^\2", text)  # as n2 is meant
    text = re.sub(r"^big[ -]?o of (.+)$", r"O(\1)", text, flags=re.IGNORECASE)
    for plain in (text, " ".join(_AROUND.sub(" ", text).split()).strip(" ,")):
        match = _ORDER.match(plain)
        if match:
            return expression(match[1])
    return expression(plain)


def _in_words(text: str) -> str | None:
    """The expression that a word stands for; None if it is no such word."""
    plain = _AROUND.sub(" ", text.strip().strip("`").casefold()[:_LONGEST]).replace("-", " ")
    plain = re.sub(r"\bin \w\b|[.,]", " ", plain)
    word = " ".join(plain.split())
    forms = word, word.removesuffix("ly"), word.removesuffix("ally")
    return next((_WORDS[form] for form in forms if form in _WORDS), None)


def same_complexity(given: str, answer: str, asked: str = "") -> bool | None:
    """Whether two texts are the same complexity; None if one of them is none.

    A word such as `quadratic` is about the only variable of the other. `asked` may define one, as
    in "n = `len(s)`".
    """
    try:
        typed, right = complexity(given), complexity(answer)
    except NoExpressionError:
        return None
    if not names(typed) and typed != ("number", 1.0) and not _ORDER.match(given.strip("`$ ")):
        return _in_words(given) is not None and same_growth(typed, right)
    if _is_lower(given) and not _is_lower(answer):
        return False
    for written, is_word in ((given, typed), (answer, right)):
        if _in_words(written):
            if _in_words(written) == "2^n" and _is_exponential(typed) and _is_exponential(right):
                return True
            ours, theirs = (typed, right) if is_word is typed else (right, typed)
            if len(names(theirs)) == 1 and names(ours):
                renamed = _renamed(ours, {"n": next(iter(names(theirs)))})
                return _alike(renamed, theirs)
            if _in_words(written) != "1" and len(names(theirs)) != 1:
                return False
    defined = _defined(asked)
    bars = {f"|{name}|": name for name in names(typed) ^ names(right)}
    typed, right = (_renamed(tree, defined) for tree in (typed, right))
    return _alike(typed, right) or _alike(_renamed(typed, bars), _renamed(right, bars))


def _alike(typed: Expression, right: Expression) -> bool:
    """Whether both grow alike, in the case of the variables of the right one."""
    folded = {name.casefold(): name for name in names(right)}
    if len(folded) == len(names(right)) == len({name.casefold() for name in names(typed)}):
        typed = _renamed(typed, {n: folded.get(n.casefold(), n) for n in names(typed)})
    return same_growth(typed, right)


def _is_exponential(tree: Expression) -> bool:
    """Whether it is a number to the power of something that grows."""
    powers = [part for part in tree[1:] if isinstance(part, tuple)]
    return tree[0] == "^" and not names(powers[0]) and bool(names(powers[1]))


def _is_lower(text: str) -> bool:
    return text.strip("`$ ")[:1] in ("Ω", "ω") or text.strip("`$ ").startswith(("Omega", "omega"))


def _defined(asked: str) -> dict[str, str]:
    """Lengths that the question gives a name: "n = `len(s)`", "a string `s` of length m"."""
    pairs = re.findall(r"\b(\w) = `?(?:len\((\w+)\)|\|(\w+)\|)", asked)
    found = {f"|{length or bars}|": name for name, length, bars in pairs}
    pairs = re.findall(r"`(\w+)` (?:\(length|of length|has length|with length) `?(\w)\b", asked)
    return found | {f"|{length}|": name for length, name in pairs}


def _renamed(tree: Expression, new: Mapping[str, str]) -> Expression:
    if tree[0] == "name":
        return ("name", new.get(str(tree[1]), str(tree[1])))
    return tuple(_renamed(part, new) if isinstance(part, tuple) else part for part in tree)
