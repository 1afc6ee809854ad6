"""The macros of TeX as tokens."""

from __future__ import annotations

import re

from studycards.cards.formula import NoFormulaError
from studycards.cards.formula.lexing import Lexer, canonical_word, word_of
from studycards.cards.formula.signs import (
    ACCENTS,
    FONTS,
    GREEK_WORDS,
    KEYWORDS,
    MACROS,
    SPACES,
    VECTORS,
)

_MACRO = re.compile(r"\\([A-Za-z]+\*?|.)", re.DOTALL)


class TexLexer(Lexer):
    """Reads macros too."""

    def _macro(self) -> None:
        match = _MACRO.match(self._text, self._place)
        if match is None:
            raise NoFormulaError("a backslash at the end")
        self._place = match.end()
        macro = match[1]
        if macro in SPACES:
            self._glued = macro in ("left", "right", "bigl", "bigr", "big", "Big")
            if macro in ("left", "right") and self._text[self._place : self._place + 1] == ".":
                self._place += 1
            if macro in ("hspace", "vspace"):
                self._argument()
        elif macro in FONTS or macro in VECTORS:
            self._font(macro)
        elif macro in ACCENTS:
            self._accent(ACCENTS[macro])
        elif macro in _DECORATING:
            self._decorating(macro)
        elif macro in ("begin", "end"):
            self._environment(macro)
        elif macro == "\\":
            self._emit("sign", "newline")
        else:
            self._named(macro)

    def _named(self, macro: str) -> None:
        """A macro that is a sign, a letter, a function or a structure."""
        if macro in ("frac", "dfrac", "tfrac", "cfrac", "nicefrac", "sfrac"):
            self._emit("macro", "frac")
        elif macro in ("sqrt", "binom", "tbinom", "dbinom", "choose", "over"):
            self._emit(
                "macro",
                macro.removeprefix("t" if macro == "tbinom" else "d" if macro == "dbinom" else ""),
            )
        elif macro in MACROS:
            sign = MACROS[macro]
            if sign.isalpha() and sign.isascii() and sign != "mod":
                self._emit("name", sign)
            elif sign:
                self._emit("sign", sign)
        elif macro.startswith("var") and macro[3:] in GREEK_WORDS:
            self._emit("name", macro[3:])
        elif macro in GREEK_WORDS:
            self._emit("name", macro)
        elif self._in_script() and macro.isalpha():
            self._script(macro)
        elif not macro.isalpha() or not self._word(macro):
            raise NoFormulaError(f"unknown macro \\{macro[:20]}")

    def _accent(self, accent: str) -> None:
        """An accent on a letter makes it another name; on anything else it is a function."""
        found = type(self)(
            self._argument(), self._words, bold=self._bold, in_script=self._in_script()
        ).all()
        if found and found[0].kind == "name" and (len(found) == 1 or found[1].text in ("_", "^")):
            first = found[0]._replace(text=found[0].text + accent, glued=self._glued)
            self._found += [first, *found[1:]]
        else:
            self._emit("macro", "accent-" + accent)
            self._emit("sign", "{")
            self._found += found
            self._emit("sign", "}")
        self._glued = True

    def _decorating(self, macro: str) -> None:
        """A macro around or above something that is read without it."""
        first = self._argument() if macro in _WITH_TWO else ""
        if macro == "not":
            sign = self._argument()
            self._emit("sign", {"=": "!=", "\\in": "∉"}.get(sign, "¬"))
        elif macro == "xrightarrow":
            self._emit("sign", "->")
        elif macro in ("textcolor", "stackrel", "overset", "underset", "substack"):
            self._inline(self._argument())
            if macro == "underset":
                self._inline(f"_{{{first}}}")
        elif macro in ("underbrace", "overbrace"):
            self._emit("sign", "(")
            self._inline(self._argument())
            self._emit("sign", ")")
            if self._text[self._place : self._place + 1] in ("_", "^"):
                self._place += 1
                self._argument()

    def _inline(self, text: str) -> None:
        """Tokens of a text in the place of a macro."""
        self._found += type(self)(
            text,
            self._words,
            differentials=self._differentials,
            bold=self._bold,
            in_script=self._in_script(),
        ).all()

    def _argument(self) -> str:
        """The argument of a macro: a group without its braces, or one character or macro."""
        rest = re.compile(r"\s*").match(self._text, self._place)
        start = rest.end() if rest else self._place
        if self._text[start : start + 1] != "{":
            match = re.compile(r"\\[A-Za-z]+|.?", re.DOTALL).match(self._text, start)
            self._place = match.end() if match else start
            return match[0] if match else ""
        depth = 0
        for place in range(start, len(self._text)):
            depth += {"{": 1, "}": -1}.get(self._text[place], 0)
            if depth == 0:
                self._place = place + 1
                return self._text[start + 1 : place]
        raise NoFormulaError("} is missing")

    def _font(self, macro: str) -> None:
        """Text is a word, letters in a font are letters."""
        after = self._after("_")
        content = (
            self._argument().replace("\\,", " ").replace("\\ ", " ").replace("\\_", "_").strip()
        )
        joined = word_of(content)
        vector = macro in VECTORS
        if joined and len(joined) > 1 and not vector and macro != "mathcal":
            keyword = KEYWORDS.get(content)
            if keyword and len(content) > 1 and not after and not self._in_script():
                self._emit("sign", keyword)
            elif after or self._in_script():
                self._script(joined)
            elif not self._word(joined):
                self._emit("name", canonical_word(joined))
        elif content == "d" and macro in ("mathrm", "text", "operatorname", "textrm"):
            self._emit("sign", "d…")
        elif content == "T" and self._after("^"):
            self._emit("sign", "⊤")
        else:
            found = type(self)(
                content,
                self._words,
                bold=vector or self._bold,
                in_script=after or self._in_script(),
            ).all()
            group = len(found) > 1 and (after or self._after("^"))
            if group:
                self._emit("sign", "{")
            self._found += [token._replace(glued=self._glued) for token in found]
            self._glued = True
            if group:
                self._emit("sign", "}")

    def _environment(self, macro: str) -> None:
        kind = self._argument().rstrip("*")
        if kind == "array" and macro == "begin":
            self._argument()
        if kind in ("aligned", "align", "split", "equation", "gathered", "gather", "multline"):
            return
        self._tables += 1 if macro == "begin" else -1
        self._emit("environment", f"{macro} {'cases' if kind in {'cases', 'rcases'} else 'matrix'}")


_DECORATING = frozenset({
    "color", "textcolor", "phantom", "tag", "label", "stackrel", "overset", "underset", "xrightarrow",
    "substack", "underbrace", "overbrace", "not",
})  # fmt: skip
_WITH_TWO = _DECORATING - {"substack", "underbrace", "overbrace", "not"}
"""Those with an argument that is not read in its place."""
