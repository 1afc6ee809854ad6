"""A formula as a tree: one grammar for TeX, Unicode and ASCII."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from studycards.cards.formula import NoFormulaError
from studycards.cards.formula import operands as ops
from studycards.cards.formula.limits import with_ranges, without_condition
from studycards.cards.formula.notation import Notation, notation
from studycards.cards.formula.signs import RELATIONS
from studycards.cards.formula.tokens import DEEPEST, Token, tokens
from studycards.cards.formula.tree import Tree, base_name, name, node, number

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_MOST_SCRIPTS = 12
"""Maximum number of scripts, primes and powers of one factor."""

CLOSING = {"(": ")", "[": "]", "{": "}", "{set": "}set", "<(": ")>", "⌊": "⌋", "⌈": "⌉"}
_MULTIPLYING = {"*": "product", "×": "cross", "@": "matmul"}
_STARTING = frozenset(
    {"(", "[", "{", "{set", "<(", "⌊", "⌈", "√", "∂", "d…", "∇", "∞", "...", "¬", "∅"}
)
_SUBSCRIPT = ",;:"
_LABELS = frozenset("OQKV")
_LABELLED = frozenset("WUb")
"""`W^Q` is `W_Q`: the weights for `Q`, not a power."""
_DECORATIONS = {"*": "*", "⊤": "T", "†": "T", "+": "+", "-": "-", "'": "'"}


def read(text: str, known: Notation | None = None) -> Tree:
    """The tree of a formula.

    Args:
        text: The formula as typed.
        known: What the card's forms say about its names; by default, what this one says itself.

    Raises:
        NoFormulaError: It is not a formula, or too long or too deep.
    """
    own = notation([text])
    known = own if known is None else known.joined(own)
    found = tokens(text, known.words, differentials=known.differentials)
    found, condition = without_condition(found)
    tree = Parser(found, known).whole()
    if condition:
        tree = with_ranges(tree, Parser(condition, known).ranges())
    return tree


class Parser:
    """Recursive descent: relations, sums, products, factors with their scripts."""

    def __init__(self, found: Sequence[Token], known: Notation) -> None:
        self.known = known
        self._tokens = list(found)
        self._place = 0
        self._depth = 0
        self._bars: list[str] = []
        """Open brackets and bars, the innermost last; `args` for those of an application."""
        self._script = False

    def whole(self) -> Tree:
        """The formula; nothing may be left over."""
        tree = self.chain()
        if self.next() is not None:
            raise NoFormulaError(f"unexpected {self.next()}")
        return tree

    def ranges(self) -> list[Tree]:
        """Conditions such as `t = 1…T, j ∈ J`."""
        items: list[Tree] = []
        self._script = True
        while self.peek():
            item = self.chain()
            items.append(node("span", item, self.sum()) if self.take("...") else item)
            self.take(",", ";", "∧")
        return items

    def in_limits(self) -> Callable[[], None]:
        """Read scripts until the function returned is called: names side by side are items."""
        script, self._script = self._script, True
        self._bars.append("args")

        def end() -> None:
            self._script = script
            self._bars.pop()

        return end

    def scripted_name(self) -> Tree:
        """A name with primes, without scripts."""
        tree = self.base()
        while tree.kind == "name" and self.take("'"):
            tree = name(tree.parts[0] + "'")
        return tree

    # tokens

    def peek(self, ahead: int = 0) -> Token | None:
        """The next token."""
        place = self._place + ahead
        return self._tokens[place] if place < len(self._tokens) else None

    def next(self) -> str | None:
        """The text of the next token if it is a sign, otherwise its kind; None at the end."""
        token = self.peek()
        if token is None:
            return None
        return token.text if token.kind == "sign" else token.kind

    def take(self, *wanted: str) -> str | None:
        """The next sign, if it is one of those wanted."""
        token = self.peek()
        if token is None or token.kind != "sign":
            return None
        if (
            token.text == "||"
            and "|" in wanted
            and "||" not in wanted
            and self._bars
            and self._bars[-1] == "|"
        ):
            self._tokens[self._place] = token._replace(text="|")
            return "|"
        if token.text not in wanted:
            return None
        self._place += 1
        return token.text

    def advance(self) -> Token:
        """The next token, whatever it is.

        Raises:
            NoFormulaError: There is none.
        """
        token = self.peek()
        if token is None:
            raise NoFormulaError("something is missing at the end")
        self._place += 1
        return token

    def replace_next(self, token: Token) -> None:
        """Put another token in the place of the next."""
        self._tokens[self._place] = token

    # relations, sums, products

    def chain(self) -> Tree:
        """Sides and the relations between them."""
        parts: list[Tree | str] = [self.sum()]
        while (token := self.peek()) and token.kind == "sign" and token.text in RELATIONS:
            self._place += 1
            if token.text in ("<", ">") and self.take("="):
                token = token._replace(text=token.text + "=")
            parts += [token.text, self.sum()]
        if self.take("if"):
            condition = self.chain()
            if self.take("otherwise") or (self.take(",", ";") and self.take("otherwise")):
                other = self.chain()
            else:
                other = self.chain()
                self.take(",")
                if not self.take("otherwise"):
                    raise NoFormulaError("a case without its other")
            parts[-1] = node("cases", parts[-1], condition, other, name("otherwise"))
        return parts[0] if len(parts) == 1 else Tree("chain", tuple(parts))  # type: ignore[return-value]

    def sum(self) -> Tree:
        """Terms, and what else binds as loosely: unions, intersections."""
        terms = [self._term(self.take("+", "-", "±", "∓"))]
        while sign := self.take("+", "-", "±", "∓", "∪", "∩", "∖", "∧", "∨", "⊕"):
            if sign in "+-±∓":
                terms.append(self._term(sign))
            else:
                left = node("sum", *terms)
                terms = [node("operation", sign, left, self._term(None))]
        total = ops.without_dots("sum", terms)
        if (token := self.peek()) and token.kind == "macro" and token.text in ("over", "choose"):
            self._place += 1
            below = self.sum()
            if token.text == "choose":
                return node("call", "binom", total, below)
            return Tree("product", (total, node("inverse", below)))
        return total

    def _term(self, sign: str | None) -> Tree:
        term = self.hadamard()
        if sign == "-":
            return node("minus", term)
        return (
            node("pm", term)
            if sign == "±"
            else node("minus", node("pm", term))
            if sign == "∓"
            else term
        )

    def hadamard(self) -> Tree:
        """Products between `⊙` or `⊗`, which bind looser than factors side by side."""
        tree = self.product()
        while sign := self.take("⊙", "⊗"):
            tree = node("hadamard" if sign == "⊙" else "outer", tree, self.product())
        return tree

    def product(self, *, before_division: bool = False) -> Tree:
        """Factors and divisors; optionally up to the first `/`."""
        factors = [self.factor()]
        kind = "product"
        while True:
            token = self.peek()
            if factors[-1].kind == "gradient" and (operator := ops.of_nabla(self, factors[-1])):
                factors[-1] = operator
            elif token and token.kind == "sign" and token.text in _MULTIPLYING:
                if self._script and self._at_closing(1):
                    break
                self._place += 1
                wanted = _MULTIPLYING[token.text]
                if wanted == "cross" or (
                    wanted != kind and len(factors) > 1 and wanted == "matmul"
                ):
                    factors = [node(kind, *factors)]
                    if wanted == "cross":
                        factors = [node("cross", factors[0], self.factor())]
                        continue
                if wanted == "matmul":
                    kind = wanted
                factors.append(self._after_sign(self.factor()))
            elif self.next() == "/" and not before_division:
                self._place += 1
                ops.divide(factors, self.factor())
            elif self.next() == "mod" or self.next() == "%":
                if self.next() == "%" and self._at_closing(1):
                    self._place += 1
                    factors.append(node("inverse", number(100)))
                    continue
                self._place += 1
                factors = [node("call", "mod", node(kind, *factors), self.factor())]
            elif self._starts_factor():
                ops.multiply(factors, self.factor())
            else:
                return ops.without_dots(kind, factors)
        return ops.without_dots(kind, factors)

    def _after_sign(self, factor: Tree) -> Tree:
        """A factor after a sign, marked if an answer is read."""
        marked = self.known.dotted and factor.kind in ("name", "index", "sum", "apply", "call")
        return Tree("dotted", (factor,)) if marked and factor != name("...") else factor

    def _at_closing(self, ahead: int) -> bool:
        token = self.peek(ahead)
        return token is None or (
            token.kind == "sign" and token.text in (*CLOSING.values(), ",", ";", "+", "-", "=")
        )

    def _starts_factor(self) -> bool:
        if self._script and self.next() not in ("(", "{"):
            return False
        return self.starts_operand()

    def starts_operand(self) -> bool:
        """Whether a factor may begin here."""
        token = self.peek()
        if token is None:
            return False
        if token.kind != "sign":
            return token.text not in ("end cases", "end matrix", "over", "choose")
        if token.text in ("|", "||"):
            return not self._bars or self._bars[-1] not in ("|", "||", "args")
        return token.text in _STARTING

    # factors

    def factor(self) -> Tree:
        """A sign, a root, a differential or a base with its scripts."""
        self._depth += 1
        if self._depth > DEEPEST:
            raise NoFormulaError("nested too deeply")
        try:
            return self._signed()
        finally:
            self._depth -= 1

    def _signed(self) -> Tree:
        if sign := self.take("-", "+", "±", "∓"):
            tree = self.factor()
            return tree if sign == "+" else node("minus" if sign == "-" else "pm", tree)
        if self.take("√"):
            if self.next() in CLOSING:
                return self.scripted(ops.root(self.base()))
            return ops.root(self.factor())
        if self.take("¬"):
            return node("apply", name("not"), self.factor())
        if self.next() in ("d…", "∂"):
            return ops.differential(self)
        if self.take("∇"):
            return ops.gradient(self)
        return self.scripted(self.base())

    def base(self) -> Tree:
        """What scripts are put on."""
        token = self.advance()
        match token.kind:
            case "number":
                return number(Fraction(token.text))
            case "name":
                return name(token.text)
            case "call":
                return ops.call(self, token)
            case "word operator" if (
                (following := self.peek()) and following.glued and following.text == "("
            ):
                return ops.function_style(self, token.text)
            case "operator" | "word operator":
                return ops.operator(self, token.text)
            case "macro":
                return ops.macro(self, token.text)
            case "environment":
                return ops.environment(self, token.text)
        if token.text in ("|", "||"):
            return ops.bars(self, token.text)
        if token.text in CLOSING:
            return ops.group(self, token.text)
        if token.text in ("∞", "...", "∅", "⊤", "⊥", "□", "°"):
            return name(token.text)
        raise NoFormulaError(f"unexpected {token.text}")

    def inside(self, closing: str) -> list[Tree]:
        """Items up to a closing bracket or bar, separated by commas; an open script is left."""
        script, self._script = self._script, False
        self._bars.append(closing)
        items = self._items(closing)
        self._bars.pop()
        self._script = script
        return items

    def inside_first(self) -> Tree:
        """The first of several items in brackets."""
        self._bars.append(")")
        tree = self.chain()
        self._bars.pop()
        return tree

    def _items(self, closing: str) -> list[Tree]:
        items: list[Tree] = []
        if closing and self.take(closing):
            return items
        while True:
            items.append(self.chain())
            if closing and self.take(closing):
                return items
            if not self.take(",", ";", ":", "newline"):
                break
        if closing:
            raise NoFormulaError(f"{closing} is missing")
        return items

    def arguments(self, closing: str) -> list[Tree]:
        """Arguments of an application, with its condition bar."""
        script, self._script = self._script, False
        self._bars.append("args")
        groups: list[list[Tree]] = [[]]
        while not self.take(closing):
            groups[-1].append(self.chain())
            if self.take("|", "||"):
                groups.append([])
            elif not self.take(",", ";", ":", "newline") and self.next() != closing:
                raise NoFormulaError(f"{closing} is missing")
        self._bars.pop()
        self._script = script
        if len(groups) == 1:
            return groups[0]
        return [node("given", *(node("list", *group) for group in groups))]

    def tex_argument(self) -> Tree:
        """A group in braces, or one digit, letter or macro."""
        token = self.peek()
        if token and token.kind == "number" and len(token.text) > 1 and token.glued:
            self.replace_next(token._replace(text=token.text[1:]))
            return number(int(token.text[0]))
        if self.take("{"):
            return ops.grouped("list", self.inside("}"))
        return self.base()

    # scripts

    def scripted(self, tree: Tree) -> Tree:
        """A base with its scripts, powers, primes and arguments."""
        subs: list[Tree] = []
        sups: list[Tree] = []
        powers: list[Tree] = []
        for _ in range(_MOST_SCRIPTS):
            if self.take("_"):
                subs += self.subscript(tree)
                tree, subs = _accented(tree, subs)
            elif self.take("^"):
                tree = self._superscript(tree, subs, sups, powers)
            elif self.next() == "'" or self.next() == "''":
                tree = self._primed(tree, powers)
            elif self.take("!"):
                powers.append(name("!"))
            elif (
                (token := self.peek())
                and token.kind == "number"
                and self._is_number_of(tree, token)
            ):
                self._place += 1
                subs.append(number(Fraction(token.text)))
            elif self._opens_arguments(tree, scripted=bool(subs)):
                labels = [
                    power for power in powers if power.kind != "number" and power != name("⊤")
                ]
                powers = [power for power in powers if power not in labels]
                tree = self._applied(_indexed(tree, [*subs, *sups, *labels]))
                subs, sups = [], []
            else:
                return _powered(_indexed(tree, [*subs, *sups]), powers)
        raise NoFormulaError("nested too deeply")

    def _is_number_of(self, tree: Tree, token: Token) -> bool:
        """`B1` is `B_1`, except within scripts."""
        return (
            tree.kind == "name"
            and token.glued
            and not self._script
            and token.text.isdecimal()
            and tree.parts[0] not in ("...", "∞", "pi")
        )

    def subscript(self, tree: Tree | None = None) -> list[Tree]:
        """The items of a subscript."""
        if self.next() in ("{", "("):
            closing = CLOSING[self.advance().text]
            return self._script_items(closing)
        if self.take("["):
            return self._script_items("]")
        token = self.peek()
        if token and token.kind == "sign" and token.text in ("<", "<=", ">", ">="):
            self._place += 1
            return [name(token.text), self.base()]
        if token and token.kind == "sign" and token.text in ("+", "-", "*"):
            self._place += 1
            if self.next() in ("number", "name") and token.text == "-":
                return [node("minus", self.base())]
            return [name(token.text)]
        if self.known.loose and tree is not None and base_name(tree) in self.known.indexed:
            return self._loose_index()
        return [self.base()]

    def _loose_index(self) -> list[Tree]:
        """`t-1` of `h_t-1`."""
        first = self.base()
        sign, following = self.peek(), self.peek(1)
        if (
            sign
            and following
            and sign.text in ("+", "-")
            and sign.glued
            and following.kind == "number"
        ):
            self._place += 2
            step = number(Fraction(following.text))
            return [node("sum", first, step if sign.text == "+" else node("minus", step))]
        return [first]

    def _script_items(self, closing: str) -> list[Tree]:
        """Items of a script: those side by side are items too, but `2t` is a product."""
        script, self._script = self._script, True
        self._bars.append(closing)
        items: list[Tree] = []
        self._depth += 1
        while not self.take(closing):
            if token := self.take("<", ">", "<=", ">=", "~", ":", "|", "=", "!=", "∈", "->"):
                items.append(name(token))
            elif self.take(",", ";", "newline"):
                continue
            elif self.take("("):
                items += self._script_items(")")
            elif self.next() in ("*", "⊤", "'", "+", "-") and self._at_closing(1):
                items.append(name(self.advance().text))
            else:
                items.append(self._script_item())
        self._depth -= 1
        self._bars.pop()
        self._script = script
        return items

    def _script_item(self) -> Tree:
        tree = self.chain()
        following = self.peek()
        if tree.kind == "number" and following and following.kind == "name" and following.glued:
            rest = self.chain()
            first, *others = rest.parts if rest.kind == "sum" else (rest,)
            return node("sum", node("product", tree, first), *others)
        return tree

    def _superscript(
        self, tree: Tree, subs: list[Tree], sups: list[Tree], powers: list[Tree]
    ) -> Tree:
        """Read what stands after `^`; the base, with a star if that is what it is."""
        braced = self.next() == "{"
        opening = self.peek(1) if braced else self.peek()
        if self._opens_index(opening, braced=braced) and self._is_indexable(tree):
            if not braced:
                self._place += 1
                sups += self._script_items("]")
                return tree
            self._place += 1
            content = ops.grouped("list", self.inside("}"))
            (powers if base_name(tree) is None else sups).append(content)
            return tree
        if self.known.loose and self.next() == "(" and base_name(tree) in self.known.indexed:
            self._place += 1
            sups += self._script_items(")")
            return tree
        ahead = 1 if braced else 0
        token = self.peek(ahead)
        lone = not braced or ((after := self.peek(ahead + 1)) is not None and after.text == "}")
        if token and lone and token.text in _DECORATIONS and token.kind == "sign":
            decoration = _DECORATIONS[token.text]
            if not (token.text == "-" and not braced) and not (token.text == "+" and not braced):
                self._place += 3 if braced else 1
                return self._decorated(tree, decoration, powers)
        if token and lone and token.text == "T" and self._is_transposed(tree):
            self._place += 3 if braced else 1
            powers.append(name("⊤"))
            return tree
        is_label = token is not None and (
            (token.kind == "name" and ops.is_word(token.text))
            or (token.text in _LABELS and base_name(tree) in _LABELLED)
            or (token.kind == "call" and base_name(tree) in self.known.functions)
        )
        if token and lone and is_label:
            self._place += 3 if braced else 1
            sups.append(name(token.text))
            return tree
        exponent = self._exponent()
        powers.append(
            self.scripted(exponent) if (tree == name("e") or subs) and not braced else exponent
        )
        return tree

    def _opens_index(self, token: Token | None, *, braced: bool) -> bool:
        """`^{(t)}`, `^{[l]}` and `^[l]` are indices."""
        return (
            token is not None
            and token.kind == "sign"
            and token.text in (("(", "[") if braced else ("[",))
        )

    def _exponent(self) -> Tree:
        script, self._script = self._script, False
        if self.next() in ("{", "("):
            tree = ops.grouped("list", self.inside(CLOSING[self.advance().text]))
        elif sign := self.take("-", "+"):
            base = self.scripted(self.base())
            tree = node("minus", base) if sign == "-" else base
        else:
            tree = self.base()
            if self.take("^"):
                tree = node("power", tree, self.factor_exponent())
        self._script = script
        return tree

    def factor_exponent(self) -> Tree:
        """The exponent of an exponent: `2^n^2` is `2^(n^2)`."""
        self._depth += 1
        if self._depth > DEEPEST:
            raise NoFormulaError("nested too deeply")
        tree = self._exponent()
        self._depth -= 1
        return tree

    def _is_indexable(self, tree: Tree) -> bool:
        return base_name(tree) is not None and base_name(tree) != "e"

    def _is_transposed(self, tree: Tree) -> bool:
        """Whether `^T` is a transpose: T is not a variable, or what it stands on is no number."""
        if "T" not in self.known.factors:
            numeric = tree.kind == "sum" and any(part.kind == "number" for part in tree.parts)
            return tree.kind != "number" and not numeric and base_name(tree) != "gamma"
        letters = base_name(tree)
        return letters is not None and len(letters) == 1

    def _decorated(self, tree: Tree, decoration: str, powers: list[Tree]) -> Tree:
        if decoration == "T":
            powers.append(name("⊤"))
        elif tree.kind == "name":
            return name(tree.parts[0] + decoration)
        else:
            powers.append(name(decoration))
        return tree

    def _primed(self, tree: Tree, powers: list[Tree]) -> Tree:
        sign = self.advance().text
        if tree.kind == "name" and not (self.known.loose and not self.known.primes):
            return name(tree.parts[0] + sign)
        powers.append(name("⊤"))
        return tree

    def _opens_arguments(self, tree: Tree, *, scripted: bool) -> bool:
        token = self.peek()
        if token is None or token.kind != "sign" or token.text not in ("(", "[", "{set"):
            return False
        if tree.kind == "apply" and token.text == "[" and token.glued:
            return ops.is_index(self._tokens, self._place)
        if tree.kind != "name":
            return False
        letters = tree.parts[0].rstrip("'")
        if letters in ("...", "∞", "∅"):
            return False
        applied = letters in self.known.functions or (
            self.known.loose and letters in self.known.indexed and not scripted
        )
        if token.text == "[" and token.glued and not scripted and not applied:
            return ops.is_index(self._tokens, self._place)
        return applied

    def _applied(self, tree: Tree) -> Tree:
        closing = CLOSING[self.advance().text]
        self._depth += 1
        arguments = self.arguments(closing)
        self._depth -= 1
        if base_name(tree) == "sigma" and tree.kind == "name" and len(arguments) == 1:
            return node("call", "sigmoid", *arguments)
        if (
            base_name(tree) in ("I", "1", "indicator")
            and len(arguments) == 1
            and arguments[0].kind == "chain"
        ):
            return node("apply", name("indicator"), arguments[0])
        return node("apply", tree, *arguments)


def _accented(tree: Tree, scripts: list[Tree]) -> tuple[Tree, list[Tree]]:
    """A name and its scripts; an accent written as the first one belongs to the name."""
    if tree.kind == "name" and scripts and scripts[0] in (name("hat"), name("bar"), name("tilde")):
        return name(tree.parts[0] + scripts[0].parts[0]), scripts[1:]
    return tree, scripts


def _indexed(tree: Tree, scripts: list[Tree]) -> Tree:
    """What has scripts, with them."""
    if tree == number(1) and scripts and scripts[0].kind == "chain":
        return node("apply", name("indicator"), *scripts)
    if tree.kind == "call" and tree.parts[0] == "norm":
        return node("call", "norm", tree.parts[1], *scripts[:1]) if scripts else tree
    return node("index", tree, *scripts) if scripts else tree


def _powered(tree: Tree, powers: list[Tree]) -> Tree:
    for power in powers:
        if power == name("⊤"):
            tree = node("transpose", tree)
        elif power == name("!"):
            tree = node("call", "factorial", tree)
        else:
            tree = ops.raised(tree, power)
    return tree
