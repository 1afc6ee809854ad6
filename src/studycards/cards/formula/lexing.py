"""Signs, numbers, and runs of letters: words and names."""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

from studycards.cards.formula import NoFormulaError
from studycards.cards.formula.signs import (
    ABBREVIATIONS,
    BIG,
    FUNCTIONS,
    GREEK,
    GREEK_WORDS,
    KEYWORDS,
    OPERATORS,
    PREFIXES,
    SAME,
)

_MOST = 1_500
"""Tokens of a formula."""
_GREATEST_EXPONENT = 400
"""Of a number such as 1e-34."""

DEEPEST = 40
"""Maximum nesting of brackets, fractions, roots: nobody types more, and trees are walked down."""


class Token(NamedTuple):
    """A token; kinds are number, name, call, operator, sign, macro and environment."""

    kind: str
    text: str
    glued: bool = False
    """Whether nothing stands before it, not even a space."""
    bold: bool = False


_SIGN = re.compile(
    r"//|\+/-|\+-(?=\s)|\.\.\.|\.\.|<=>|<=|>=|!=|==|:=|->|<-|=>|~=|<<|>>|\*\*|\|\||[-+*/^_=<>()\[\]{},;:|'’‘`~!%.&@]"
)
_NUMBER = re.compile(
    r"\d{1,3}(?:,\d{3})+(?!\d)(?:\.\d+)?|(?:\d+(?:\.(?!\.)\d*)?|\.\d+)(?:[eE][-+]?\d{1,3}(?!\d))?"
)
_WORD = re.compile(r"[A-Za-z]+")
_ACCENTED = re.compile(r"(.+?)_?(hat|bar|tilde)$")


class Lexer:
    """Reads one text; the texts within macros have a reader each."""

    def __init__(
        self,
        text: str,
        words: frozenset[str],
        *,
        differentials: bool = False,
        bold: bool = False,
        in_script: bool = False,
    ) -> None:
        self._text = text
        self._words = words
        self._differentials = differentials
        self._bold = bold
        self._place = 0
        self._glued = False
        self._found: list[Token] = []
        self._scripts: list[bool] = [True] if in_script else []
        """For each open brace, whether it is of a subscript."""
        self.is_tex = False
        self._depth = 0
        """Open brackets."""
        self._tables = 0
        """Open environments with columns."""

    def all(self) -> list[Token]:
        """All tokens."""
        while self._place < len(self._text):
            character = self._text[self._place]
            if character.isspace():
                self._place += 1
                self._glued = False
            elif character == "\\":
                self._macro()
            else:
                self._plain(character)
        return self._found

    def _emit(self, kind: str, text: str) -> None:
        if len(self._found) >= _MOST:
            raise NoFormulaError(f"more than {_MOST:,} signs and names")
        self._found.append(Token(kind, text, self._glued, self._bold))
        self._glued = True

    def _plain(self, character: str) -> None:
        if match := _NUMBER.match(self._text, self._place):
            if self._after("_"):
                match = re.compile(r"\d+").match(self._text, self._place) or match
            self._place = match.end()
            exponent = match[0].lower().partition("e")[2]
            if exponent and (len(exponent) > 5 or abs(int(exponent)) > _GREATEST_EXPONENT):
                raise NoFormulaError("a number that is too great or too small")
            self._emit("number", match[0].replace(",", ""))
        elif match := _WORD.match(self._text, self._place):
            self._place = match.end()
            self._run(match[0])
        elif match := _SIGN.match(self._text, self._place):
            self._place = match.end()
            self._sign(match[0])
        else:
            self._place += 1
            self._other(character)

    def _other(self, character: str) -> None:
        """A character outside of ASCII."""
        if character in BIG or (character == "Σ" and self._is_sum()):
            self._emit("operator", BIG.get(character, "sum"))
        elif character in GREEK:
            self._emit("name", GREEK[character])
        elif character in SAME:
            same = SAME[character]
            if same.isalpha() and same.isascii():
                self._emit("name", same)
            else:
                self._emit("sign", same)
        else:
            compatible = unicodedata.normalize("NFKC", character)
            if compatible == character or not compatible.isprintable():
                raise NoFormulaError(f"unknown sign {character}")
            bold = "BOLD" in unicodedata.name(character, "")
            inner = type(self)(compatible, self._words, differentials=False, bold=bold)
            self._found += [token._replace(glued=self._glued) for token in inner.all()]
            self._glued = True

    def _is_sum(self) -> bool:
        """Whether `Σ` is a sum: something follows it, and it is no name of the card."""
        rest = self._text[self._place : self._place + 12].lstrip()
        if "Sigma" in self._words:
            return bool(re.match(r"[_^]\{?.{0,5}=", rest))
        return bool(rest) and not re.match(r"[)\]},|;=+*/∣‖-]|\^\{?-", rest)

    def _sign(self, sign: str) -> None:
        sign = SAME.get(sign, sign)
        self._depth += (sign in "([{") - (sign in ")]}")
        if self._depth > DEEPEST:
            raise NoFormulaError("nested too deeply")
        if sign == "&" and not self._tables:
            return
        if sign == "~" and self._glued and self._found and self._found[-1].kind == "name":
            following = self._text[self._place : self._place + 1]
            if not following or following in "_ )+-*/]^,'":
                self._found[-1] = self._found[-1]._replace(text=self._found[-1].text + "tilde")
                return
        if sign == "{":
            self._scripts.append(self._after("_") or self._in_script())
        elif sign == "}" and self._scripts:
            self._scripts.pop()
        self._emit("sign", sign)

    def _after(self, sign: str) -> bool:
        return bool(self._found) and self._found[-1].text == sign and self._found[-1].kind == "sign"

    def _is_exponent(self) -> bool:
        before = self._found[:-1] if self._after("{") else self._found
        return bool(before) and before[-1].text == "^"

    def _in_script(self) -> bool:
        return bool(self._scripts) and self._scripts[-1]

    def _run(self, run: str) -> None:
        """A run of letters: a word, words next to each other, or names of one letter."""
        lower = run.lower()
        if self._after("_") or self._in_script():
            self._script(run)
        elif lower in ("inf", "infty", "infinity", "oo") and self._is_exponent():
            self._emit("sign", "∞")
        elif run in PREFIXES:
            self._emit("sign", PREFIXES[run])
        elif run in self._words or (
            len(run) > 2 and lower in {w.lower() for w in self._words if len(w) > 2}
        ):
            self._emit("name", canonical_word(run))
        elif (
            run in KEYWORDS
            and not self._glued
            and self._text[self._place : self._place + 1] in ("", " ", "\t")
        ):
            self._emit("sign", KEYWORDS[run])
        elif not self._word(run) and not self._differential(run):
            self._segments(run)

    def _word(self, run: str) -> bool:
        """A run that is one word."""
        lower = run.lower()
        if lower in ("log", "ln", "lg") and (
            base := re.compile(r"(2|10)(?![\d.])").match(self._text, self._place)
        ):
            self._place = base.end()
            self._emit("call", f"log{base[0]}")
        elif lower in ("max", "min") and self._found and self._found[-1].text == "arg":
            self._found[-1] = Token("operator", f"arg{lower}")
        elif lower in FUNCTIONS and len(run) > 1:
            self._emit("call", FUNCTIONS[lower])
        elif lower in OPERATORS:
            from_macro = self._text[self._place - len(run) - 1 : self._place - len(run)] == "\\"
            self._emit("operator" if from_macro else "word operator", OPERATORS[lower])
        elif run in GREEK_WORDS:
            self._emit("name", "epsilon" if run == "eps" else run)
        elif lower in ("hat", "bar", "tilde", "vec"):
            self._emit("macro", "accent-" + lower)
        elif (match := _ACCENTED.match(run)) and (len(match[1]) == 1 or match[1] in GREEK_WORDS):
            self._emit("name", match[1] + match[2])
        elif run in ABBREVIATIONS or (len(run) > 3 and lower in _FOLDED):
            self._emit("name", canonical_word(run))
        elif lower == "infinity":
            self._emit("sign", "∞")
        else:
            return False
        return True

    def _differential(self, run: str) -> bool:
        """`dx`, also `dθ`, where the card has differentials."""
        if not self._differentials or run[0] != "d":
            return False
        rest = run[1:]
        if not rest:
            following = self._text[self._place : self._place + 1]
            if not following or not (
                re.match(
                    r"\^\{?\d\}?\s*[^\W\d_]|\s*\}|\s*/\s*\(?d",
                    self._text[self._place : self._place + 8],
                )
                or following == "\\"
                or (following.isalpha() and not following.isascii())
            ):
                return False
        elif not (
            len(rest) == 1 or rest in GREEK_WORDS or _ACCENTED.match(rest) or rest in self._words
        ):
            return False
        self._emit("sign", "d…")
        if rest:
            self._run(rest)
        return True

    def _script(self, run: str) -> None:
        r"""Letters of a subscript, each a name, so that a word is the same with or without `\\text`."""
        if self._after("_") and run in ("hat", "bar", "tilde"):
            self._emit("name", run)
        elif run in ("inf", "infty") and (self._after("_") or self._after("{")):
            self._emit("sign", "∞")
        elif run == "in" and self._in_script() and not self._glued:
            self._emit("sign", "∈")
        elif run in GREEK_WORDS:
            self._emit("name", run)
        elif self._after("_") and len(run) > 1 and (ends := self._end_of_script(run)) < len(run):
            self._script(run[:ends])
            self._found[-1] = self._found[-1]._replace(glued=True)
            self._run(run[ends:])
        elif self._after("_") and len(run) > 1:
            self._emit("sign", "{")
            for letter in run:
                self._emit("name", letter)
            if number := re.compile(r"\d+").match(self._text, self._place):
                self._place = number.end()
                self._emit("number", number[0])
            self._emit("sign", "}")
        else:
            for letter in run:
                self._emit("name", letter)

    def _end_of_script(self, run: str) -> int:
        """How many letters of a run belong to a subscript without braces: in TeX one."""
        if self.is_tex:
            return 1
        return len(run) - (self._text[self._place : self._place + 1] == "_")

    def _segments(self, run: str) -> None:
        """Longest words first, then letters: `nlogn`, `mc`."""
        place = 0
        while place < len(run):
            for length in range(min(len(run) - place, 8), 1, -1):
                part = run[place : place + length]
                if part in _SEGMENTS and (length > 2 or place == 0):
                    place += length
                    if place < len(run):
                        self._word_within(part)
                    else:
                        self._word(part)
                    break
            else:
                self._emit("name", run[place])
                place += 1

    def _word_within(self, part: str) -> None:
        if part in FUNCTIONS:
            self._emit("call", FUNCTIONS[part])
        elif part in OPERATORS:
            self._emit("word operator", OPERATORS[part])
        else:
            self._emit("name", part)

    def _macro(self) -> None:
        """A macro of TeX."""
        raise NotImplementedError


_FOLDED = frozenset(word.lower() for word in ABBREVIATIONS if len(word) > 3)
_SEGMENTS = frozenset(
    {word for word in (*FUNCTIONS, *OPERATORS) if len(word) > 2 and word not in ("int", "inf", "sup", "dot", "pow", "mod", "det", "inv")}
    | {word for word in GREEK_WORDS if word.islower()}
    | {"ln", "lg"}
)  # fmt: skip


def canonical_word(word: str) -> str:
    """A word in the case that it is compared in: that of a long word carries no meaning."""
    return word.lower() if len(word) > 2 and word not in GREEK_WORDS else word


def is_known(run: str) -> bool:
    """Whether a run of letters is or holds a known word."""
    lower = run.lower()
    if lower in FUNCTIONS or lower in OPERATORS or lower in ("hat", "bar", "tilde", "vec"):
        return True
    if _ACCENTED.match(run):
        return True
    return any(word in lower for word in _SEGMENTS if len(word) > 2)


def word_of(text: str) -> str:
    """The letters and digits of a text in words, joined; empty if it is none."""
    joined = re.sub(r"[\s_\-–.]+", "", text)
    return joined if re.fullmatch(r"[A-Za-z][A-Za-z0-9]*", joined) else ""
