"""What a card's own forms say about its names: which are functions, words, factors."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from studycards.cards.formula import NoFormulaError
from studycards.cards.formula.signs import FUNCTIONS, GREEK_WORDS, KEYWORDS, OPERATORS
from studycards.cards.formula.tokens import Token, is_known, tokens, word_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_TEXT = re.compile(r"\\(?:operatorname\*?|mathrm|text\w*|mathit|mathsf|mbox)\s*\{([^{}]{2,40})\}")
_WORDS = re.compile(r"(?<![A-Za-z\\_])(?:[A-Za-z]{2,}(?=\[)|[A-Za-z]{3,}(?=[(_])|[A-Z]{2,}(?=_))")
"""Runs of letters with an index or arguments, which are words and not products."""
_DIFFERENTIALS = re.compile(
    r"∫|∂|\\partial|\\int|\bint(?:egral)?\b|\\frac\s*\{\s*(?:\\mathrm\{?\s*d\b|\\text\{d\}|d\b|d[a-zA-Z\\^])"
    r"|(?<![A-Za-z])d\^?[²2{}]*\s?[^\s/+=*]{0,25}\s?/\s?\(?d\^?\s?[^\W\d_]"
)
_TYPICAL = frozenset(
    [
        "f",
        "g",
        "p",
        "q",
        "F",
        "G",
        "T",
        "O",
        "Theta",
        "Omega",
        "phi",
        "psi",
        "Phi",
        "Psi",
        "J",
        "Gamma",
        "u",
    ]
)
"""Letters that name functions, whatever stands in their brackets."""

_EXPECTING = frozenset(["E", "P", "Pr", "Var", "Cov", "var", "cov", "H", "I", "V", "L", "1", "D"])
"""Names whose square or curly brackets hold arguments: expectations, probabilities."""

_LONGEST_SCRIPTS = 60
"""Tokens of the scripts of one name."""

_OPENING = frozenset({"(", "[", "{set"})
_CLOSING = {"(": ")", "[": "]", "{": "}", "{set": "}set"}


class Notation(NamedTuple):
    """What the author's forms tell about the reading of another."""

    words: frozenset[str] = frozenset()
    """Names of several letters."""
    functions: frozenset[str] = frozenset()
    """Names applied to arguments."""
    factors: frozenset[str] = frozenset()
    """Names that also stand alone: before a bracket they are factors."""
    indexed: frozenset[str] = frozenset()
    """Names with scripts."""
    differentials: bool = False
    primes: bool = False
    dotted: bool = False
    """Whether factors after `·` or `*` are marked: of vectors side by side there is no product."""
    loose: bool = False
    """Whether `h_t-1`, `h^(t)` and `h(t)` are indices of a name that has some."""

    def joined(self, other: Notation) -> Notation:
        """This one, and what another says of names that this one lacks."""
        known = self.functions | self.factors
        return self._replace(
            words=self.words | other.words,
            differentials=self.differentials or (other.differentials and "d" not in self.factors),
            functions=self.functions | (other.functions - known),
            factors=self.factors | (other.factors - known),
            indexed=self.indexed | other.indexed,
        )


def notation(texts: Iterable[str]) -> Notation:
    """What some forms of one formula say together, the first of them first.

    Forms that cannot be read say nothing.
    """
    texts = [text for text in texts if len(text) <= 2_000]
    words = frozenset(
        word for text in texts for found in _TEXT.findall(text)
        if len(word := word_of(found.replace("\\_", "_").replace("\\,", ""))) > 1
        and word.lower() not in FUNCTIONS and word.lower() not in OPERATORS and word not in KEYWORDS
    )  # fmt: skip
    words |= {
        word for text in texts for word in _WORDS.findall(text) if not is_known(word) and not (word[0] == "d" and word != "dp")
    }  # fmt: skip
    if any("\\Sigma" in text for text in texts):
        words |= {"Sigma"}
    differentials = any(_DIFFERENTIALS.search(text) for text in texts)
    known = Notation(words=words, differentials=differentials)
    for text in texts:
        try:
            uses = list(_uses(tokens(text, words, differentials=differentials)))
        except NoFormulaError:
            continue
        known = known.joined(_notation(uses, known.factors))
    return known._replace(
        primes=any("'" in text or "prime" in text or "′" in text for text in texts)
    )


def _notation(uses: list[tuple[str, list[Token] | None, bool]], known: frozenset[str]) -> Notation:
    """What one form says, after others that said what is a factor."""
    factors = known | {name for name, content, _ in uses if content is None}
    functions = frozenset(
        name for name, content, _ in uses if content and _is_argument(name, content, factors)
    )
    indexed = frozenset(name for name, _, scripted in uses if scripted)
    return Notation(functions=functions, factors=factors - functions, indexed=indexed)


def _uses(found: list[Token]) -> Iterator[tuple[str, list[Token] | None, bool]]:
    """Each name with what its brackets hold, None without brackets, and whether it has scripts.

    Nothing is held by a name that is a whole argument itself.
    """
    place = 0
    while place < len(found):
        token = found[place]
        place += 1
        if token.kind == "sign" and token.text == "_":
            place = _end_of_script(found, place)
            continue
        if token.kind != "name" or token.text == "..." or _is_transposition(found, place - 1):
            continue
        end, scripted = place, False
        while (
            end - place < _LONGEST_SCRIPTS
            and end < len(found)
            and found[end].kind == "sign"
            and found[end].text in ("_", "^", "'")
        ):
            scripted |= found[end].text == "_" or (
                found[end].text == "^" and [t.text for t in found[end + 1 : end + 3]] == ["{", "("]
            )
            end = end + 1 if found[end].text == "'" else _end_of_script(found, end + 1)
        opening = (
            found[end].text
            if end < len(found) and found[end].kind == "sign" and found[end].text in _OPENING
            else ""
        )
        if opening and token.text in _EXPECTING and opening != "(":
            yield token.text, [Token("sign", "|")], scripted
        elif opening in {"(", "["}:
            closing = _end_of_group(found, end)
            inner = found[end + 1 : closing - 1]
            if _is_fraction(inner) and not (closing < len(found) and found[closing].text == "^"):
                inner = [Token("sign", "|")]
            is_index = found[end].glued and not scripted and _is_plain(inner)
            yield token.text, inner if opening == "(" or is_index else None, scripted
        else:
            whole = _is_separator(found, place - 2) and _is_separator(found, end)
            yield token.text, [] if whole else None, scripted


def _is_transposition(found: list[Token], place: int) -> bool:
    """Whether a token is the `T` of `^T`."""
    before = place - 2 if place and found[place - 1].text == "{" else place - 1
    return found[place].text == "T" and before >= 0 and found[before].text == "^"


def _is_fraction(content: list[Token]) -> bool:
    """Whether brackets hold one fraction: around a factor they would say nothing."""
    if not content or content[0].text != "frac" or len(content) < 2:
        return False
    middle = _end_of_script(content, 1)
    return middle < len(content) and _end_of_script(content, middle) == len(content)


def _is_separator(found: list[Token], place: int) -> bool:
    """Whether an argument ends at a token: a name that is a whole argument says nothing of itself."""
    return 0 <= place < len(found) and found[place].text in ("(", ")", ",", "|", "||", ";")


def _end_of_script(found: list[Token], place: int) -> int:
    if place < len(found) and found[place].text in _CLOSING:
        return _end_of_group(found, place)
    return place + 1


def _end_of_group(found: list[Token], place: int) -> int:
    """The place after the bracket that closes the one at a place."""
    depth = 0
    for end in range(place, len(found)):
        if found[end].kind == "sign":
            depth += found[end].text in _CLOSING
            depth -= found[end].text in _CLOSING.values()
        if depth == 0:
            return end + 1
    return len(found) + 1


def _is_plain(content: list[Token]) -> bool:
    """Whether an index stands in the brackets: names and numbers, added."""
    return all(t.kind in ("name", "number") or t.text in "+-,:'|~" for t in content)


def _is_argument(name: str, content: list[Token], factors: frozenset[str]) -> bool:
    """Whether brackets after a name hold its arguments, not a factor."""
    depth, marks = 0, set()
    for token in content:
        if token.kind == "sign":
            depth -= token.text in _CLOSING.values()
            if depth == 0:
                marks.add(token.text)
            depth += token.text in _CLOSING
    if marks & {
        ",",
        ";",
        "|",
        "||",
        ":",
        "∩",
        "∪",
        "∖",
        "¬",
        "=",
        "∈",
        "...",
        "~",
        "∧",
        "<",
        ">",
        "<=",
        ">=",
    }:
        return True
    terms = [t for t in content if t.kind in ("name", "number", "call", "operator", "macro")]
    if (
        not marks & {"+", "-", "*", "/", "×", "("}
        and len(terms) <= 3
        and content
        and content[0].kind in ("name", "number")
    ):
        scripts = sum(t.text == "_" for t in content)
        if len(terms) - scripts <= 1 or "_" in marks or "^" in marks:
            return name not in factors or name in _TYPICAL
    word = (
        len(name) > 1
        and name.rstrip("'*").removesuffix("hat") not in GREEK_WORDS
        and name.isalpha()
        and not name.endswith(("hat", "bar", "tilde"))
    )
    return (word or name.rstrip("'") in _TYPICAL or name == "sigma") and name not in factors
