"""Indices, powers, primes and arguments: what stands on and after a base."""

from __future__ import annotations

from fractions import Fraction

from studycards.cards.formula import NoFormulaError
from studycards.cards.formula import operands as ops
from studycards.cards.formula.cursor import Cursor
from studycards.cards.formula.signs import CLOSING
from studycards.cards.formula.tokens import DEEPEST, Token
from studycards.cards.formula.tree import Tree, base_name, name, node, number

_MOST_SCRIPTS = 12
"""Maximum number of scripts, primes and powers of one factor."""

_LABELS = frozenset("OQKV")
_LABELLED = frozenset("WUb")
"""`W^Q` is `W_Q`: the weights for `Q`, not a power."""
_DECORATIONS = {"*": "*", "⊤": "T", "†": "T", "+": "+", "-": "-", "'": "'"}


class Scripts(Cursor):
    """Reads scripts."""

    # what the grammar of the whole formula reads

    def chain(self) -> Tree:
        """Sides and the relations between them."""
        raise NotImplementedError

    def base(self) -> Tree:
        """What scripts are put on."""
        raise NotImplementedError

    def inside(self, closing: str) -> list[Tree]:
        """Items up to a closing bracket or bar."""
        raise NotImplementedError

    def arguments(self, closing: str) -> list[Tree]:
        """Arguments of an application."""
        raise NotImplementedError

    def at_closing(self, ahead: int) -> bool:
        """Whether a bracket closes at a token ahead."""
        raise NotImplementedError

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
            elif self.next() in ("*", "⊤", "'", "+", "-") and self.at_closing(1):
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
