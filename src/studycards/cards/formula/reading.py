"""A formula as a tree: one grammar for TeX, Unicode and ASCII."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from studycards.cards.formula import NoFormulaError
from studycards.cards.formula import operands as ops
from studycards.cards.formula.limits import with_ranges, without_condition
from studycards.cards.formula.notation import Notation, notation
from studycards.cards.formula.scripts import Scripts
from studycards.cards.formula.signs import CLOSING, RELATIONS
from studycards.cards.formula.tokens import DEEPEST, tokens
from studycards.cards.formula.tree import Tree, name, node, number

if TYPE_CHECKING:
    from collections.abc import Callable


_MULTIPLYING = {"*": "product", "×": "cross", "@": "matmul"}
_STARTING = frozenset(
    {"(", "[", "{", "{set", "<(", "⌊", "⌈", "√", "∂", "d…", "∇", "∞", "...", "¬", "∅"}
)


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


class Parser(Scripts):
    """Recursive descent: relations, sums, products, factors with their scripts."""

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
                if self._script and self.at_closing(1):
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
            elif self.take("//"):
                quotient = node("product", node(kind, *factors), node("inverse", self.factor()))
                factors = [node("call", "floor", quotient)]
            elif self.next() == "/" and not before_division:
                self._place += 1
                ops.divide(factors, self.factor())
            elif self.next() == "mod" or self.next() == "%":
                if self.next() == "%" and self.at_closing(1):
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

    def at_closing(self, ahead: int) -> bool:
        """Whether a bracket, an item or a term ends at a token ahead."""
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
