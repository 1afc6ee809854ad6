r"""Typed formulas, parsed to a canonical form: equivalent ones are equal.

`h_{t-1}`, `h_(t-1)`, `h[t-1]`, `hₜ₋₁` and `h^{(t-1)}` are the same index; `*`, `·`, `@` and a space
multiply; terms of a sum commute, factors do not, as they may be matrices. Nothing is
computed: `h*h` is not `h^2`.
"""

from __future__ import annotations

import re
import unicodedata
from itertools import groupby

_GREEK = {
    unicodedata.lookup(f"GREEK SMALL LETTER {name.upper()}"): name
    for name in (
        "alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta", "iota", "kappa",
        "mu", "nu", "xi", "pi", "rho", "sigma", "tau", "upsilon", "phi", "chi", "psi", "omega",
    )
} | {"λ": "lambda", "Σ": "sum", "∑": "sum", "Π": "prod", "∏": "prod"}  # fmt: skip

_SAME = {
    "·": "*", "×": "*", "⋅": "*", "@": "*", "∗": "*", "−": "-", "–": "-", "⊙": "*", "∘": "*",
    "≤": "<=", "≥": ">=", "=\u0338": "!=", "‖": "||", "∂": " d", "…": "...", "⊤": "T",
    "**": "^", "√": "sqrt ", "{": "(", "}": ")",
}  # fmt: skip
"""Signs after decomposition (NFD), which splits `≠`."""

_HATS = {"\u0302": "hat", "\u0304": "bar", "\u0303": "tilde"}
_WORDS = (
    "softmax", "sigmoid", "argmax", "argmin", "lambda", "tanh", "diag", "outer", "norm", "relu",
    "sqrt", "prod", "sum", "exp", "log", "max", "min", "sin", "cos",
)  # fmt: skip
_TOKEN = re.compile(
    r"\s*(?:(?P<number>\d+(?:,\d{3})*(?:\.\d+)?)|(?P<sign><=|>=|!=|\|\||\.\.\.|[-+*/^_=<>()\[\],|'∈~])"
    r"|(?P<name>[^\W\d_]))"
)
_DEEPEST = 60
"""Maximum nesting of brackets, scripts, primes …: nobody types more, and trees are walked down."""

LONGEST = 2_000
"""Characters of a formula."""

Tree = tuple["Tree | str", ...]


class _Node(tuple["Tree | str", ...]):  # noqa: SLOT001 - a tuple has no slots to add to
    """A tree that knows its height."""

    height: int


def _node(*parts: Tree | str) -> Tree:
    """A tree of parts.

    Raises:
        NoFormulaError: It is too high.
    """
    node = _Node(parts)
    node.height = 1 + max((part.height for part in parts if isinstance(part, _Node)), default=0)
    if node.height > _DEEPEST:
        raise NoFormulaError("nested too deeply")
    return node


class NoFormulaError(ValueError):
    """The text cannot be parsed as a formula."""


def formula(text: str, words: tuple[str, ...] = ()) -> Tree:
    """The canonical form of a formula.

    Args:
        text: The formula as typed, or in one line of Unicode.
        words: Names of several letters besides the usual functions and Greek letters; other
            runs of letters are products.

    Raises:
        NoFormulaError: Brackets do not match, something is missing, or it is too long or too deep.
    """
    check_length(text)
    parser = _Parser(_tokens(_plain(text), words))
    return parser.whole()


def check_length(text: str) -> None:
    """Refuse a text that is too long to be parsed in a moment.

    Raises:
        NoFormulaError: It is.
    """
    if len(text) > LONGEST:
        raise NoFormulaError(f"longer than {LONGEST:,} characters")


def readings(text: str, words: tuple[str, ...] = ()) -> set[Tree]:
    """The canonical forms, also with `h_t-1` read as one index; empty if it is not a formula."""
    found: set[Tree] = set()
    for reading in (text, re.sub(r"_(\w)([-+]\d)\b", r"_(\1\2)", text)):
        try:
            found.add(formula(reading, words))
        except NoFormulaError:
            continue
    return found


def right_side(tree: Tree) -> Tree | None:
    """The right side of the only `=`; None unless there is exactly one."""
    return tree[3] if len(tree) == 4 and tree[:2] == ("relation", "=") else None  # type: ignore[return-value]


def _plain(text: str) -> str:
    """ASCII instead of Unicode signs; superscripts and subscripts as `^(…)` and `_(…)`."""
    text = unicodedata.normalize("NFC", text.replace("ᵀ", "^T"))
    parts = []
    for mark, run in groupby(text, _raised_or_lowered):
        plain = "".join(run)
        if mark:
            plain = f"{mark}({unicodedata.normalize('NFKC', plain)})"
        parts.append(plain)
    text = unicodedata.normalize("NFD", "".join(parts))
    for sign, same in _SAME.items():
        text = text.replace(sign, same)
    text = re.sub(r"(\w)([̂̄̃])", lambda m: f"{m[1]}{_HATS[m[2]]} ", text)
    text = re.sub(r"(?<!\.)\.T\b", "^T", re.sub(r"\bin\b", "∈", text))
    text = re.sub(r"(?<![\d.])\.(?![\d.])", "*", text)
    text = re.sub(r"\^\(\(([^()]*)\)\)", r"_(\1)", text)
    return re.sub(r"\b(hat|bar|tilde)\s*\(?\s*([a-zA-Z])\s*\)?", r"\2\1", text)


def _raised_or_lowered(character: str) -> str:
    decomposition = unicodedata.decomposition(character)
    if decomposition.startswith("<super>"):
        return "^"
    return "_" if decomposition.startswith("<sub>") else ""


def _tokens(text: str, words: tuple[str, ...]) -> list[str]:
    known = sorted({*_WORDS, *_GREEK.values(), *words}, key=len, reverse=True)
    accented = r"[a-zA-Z]_?(?:hat|bar|tilde)"
    word = re.compile(rf"\s*({accented}|{'|'.join(map(re.escape, known))})(?![a-z])")
    differential = re.compile(r"\s*d(?=[^\W\d_])")
    text = text.rstrip()
    tokens, index = [], 0
    while index < len(text):
        after_letter = index > 0 and text[index - 1].isalpha()
        match = word.match(text, index)
        if match:
            tokens.append(match[1].replace("_", ""))
        elif not after_letter and (match := differential.match(text, index)):
            tokens.append("d…")
        else:
            match = _TOKEN.match(text, index)
            if match is None:
                raise NoFormulaError(text[index:])
            tokens.append(_GREEK.get(match[0].strip(), match[0].strip()))
        index = match.end()
    return tokens


class _Parser:
    """Recursive descent: relation, sum, product, factor with its indices and powers."""

    def __init__(self, tokens: list[str]) -> None:
        self._tokens = tokens
        self._place = 0
        self._depth = 0
        self._within_bars = False

    def whole(self) -> Tree:
        tree = self._relation()
        if self._next() is not None:
            raise NoFormulaError(f"unexpected {self._next()}")
        return tree

    def _next(self) -> str | None:
        return self._tokens[self._place] if self._place < len(self._tokens) else None

    def _take(self, *wanted: str) -> str | None:
        token = self._next()
        if token is None or (wanted and token not in wanted):
            return None
        self._place += 1
        return token

    def _relation(self) -> Tree:
        left = self._sum()
        signs = ("=", "<=", ">=", "<", ">", "!=", "∈", "~")
        while sign := self._take(*signs, *(() if self._within_bars else ("|",))):
            left = _node("relation", sign, left, self._sum())
        return left

    def _sum(self) -> Tree:
        terms: list[Tree] = []
        sign = self._take("+", "-")
        while True:
            term = self._product()
            terms.append(_node("minus", term) if sign == "-" else term)
            sign = self._take("+", "-")
            if sign is None:
                break
        return terms[0] if len(terms) == 1 else _node("sum", *sorted(terms, key=repr))

    def _product(self) -> Tree:
        factors = [self._factor()]
        while True:
            if self._take("/"):
                factors[-1] = _node("over", factors[-1], self._factor())
            elif self._take("*") or self._starts_factor():
                factors.append(self._factor())
            else:
                return factors[0] if len(factors) == 1 else _node("product", *factors)

    def _starts_factor(self) -> bool:
        token = self._next()
        return token is not None and (token in ("(", "...") or token[0].isalnum())

    def _factor(self) -> Tree:
        if self._take("d…"):
            return _node("d", self._factor())
        tree = self._base()
        while True:
            if self._take("_"):
                tree = _node("index", tree, self._script())
            elif self._take("["):
                tree = _node("index", tree, self._inside("]"))
            elif self._take("^"):
                tree = _node("power", tree, self._script())
            elif self._take("'"):
                tree = _node("prime", tree)
            else:
                return tree

    def _script(self) -> Tree:
        if self._take("("):
            return self._inside(")")
        sign = self._take("-")
        base = self._base()
        return _node("minus", base) if sign else base

    def _base(self) -> Tree:
        token = self._take()
        if token == "(":
            return self._inside(")")
        if token == "[":
            return _node("list", self._inside("]"))
        if token in ("||", "|"):
            return _node("norm", self._inside(token))
        if token is None or not (token == "..." or token[0].isalnum()):
            raise NoFormulaError(f"unexpected {token or 'end'}")
        return _node("name", token)

    def _inside(self, closing: str) -> Tree:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise NoFormulaError("nested too deeply")
        outside, self._within_bars = self._within_bars, closing in ("|", "||")
        items = [self._relation()]
        while self._take(","):
            items.append(self._relation())
        if self._take(closing) is None:
            raise NoFormulaError(f"{closing} is missing")
        self._depth -= 1
        self._within_bars = outside
        return items[0] if len(items) == 1 else _node("list", *items)
