"""Answers in words: texts that a reader takes for the same are made equal."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import TYPE_CHECKING

from studycards.cards.comparing import composed

if TYPE_CHECKING:
    from collections.abc import Iterator

_SIGNS = str.maketrans(
    {
        "’": "'", "‘": "'", "´": "'", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"',
        "–": "-", "—": "-", "−": "-", "‑": "-", "‐": "-", "×": "*", "·": "*", "⋅": "*", "∗": "*",
        "÷": "/", "≤": "<=", "≥": ">=", "≠": "!=", "→": "->", "⇒": "=>", "…": "...", "\u00a0": " ",
        "∅": " empty set ", "√": " sqrt ", "∞": " infinity ", "¬": " not ",
    }
)  # fmt: skip
_EMPTY = {
    '""': "empty string", "''": "empty string", "[]": "empty list", "{}": "empty dict",
    "()": "empty tuple", "set()": "empty set", "list()": "empty list", "dict()": "empty dict",
    "tuple()": "empty tuple", "str()": "empty string", "empty dictionary": "empty dict",
}  # fmt: skip
_PROMPT = re.compile(r"^(?:>>>|\$|❯|\(Pdb\)) +")
_RAISED = re.compile(r"[⁰¹²³⁴⁵⁶⁷⁸⁹ⁿⁱ⁺⁻ᵀ]+")
_LOWERED = re.compile(r"[₀-₎ₐ-ₜ]+")
_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*|\d+(?:[.,]\d+)*|[^\w\s]|_")

_HYPHEN = re.compile(r"(?<=[^\W\d_]{2})-(?=[^\W_])|(?<=[^\W_])-(?=[^\W\d_]{2})")
"""Between words, or a word and its number."""

_ARTICLES = {"a", "an", "the"}
_FIRST = {
    "because",
    "since",
    "about",
    "approximately",
    "roughly",
    "around",
    "exactly",
    "it",
    "its",
    "they",
    "that",
}
_WHOLE = {
    "can't": ["can", "not"], "cannot": ["can", "not"], "won't": ["will", "not"],
    "it's": ["it", "is"], "they're": ["they", "are"], "percent": ["%"], "pct": ["%"],
    "&": ["and"], "dictionary": ["dict"], "dictionaries": ["dict"], "inf": ["infinity"],
    "vertices": ["vertex"], "indices": ["index"], "matrices": ["matrix"], "children": ["child"],
    "axes": ["axis"], "analyses": ["analysis"], "hypotheses": ["hypothesis"], "criteria": ["criterion"],
    "phenomena": ["phenomenon"], "minima": ["minimum"], "maxima": ["maximum"], "leaves": ["leaf"],
    "halves": ["half"], "grey": ["gray"], "artefact": ["artifact"], "ageing": ["aging"],
    "judgement": ["judgment"], "learnt": ["learned"], "fulfil": ["fulfill"], "focussed": ["focused"],
    "whilst": ["while"], "maths": ["math"],
    "first": ["1st"], "second": ["2nd"], "third": ["3rd"],
} | {
    word: [str(value)]
    for value, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve".split()
    )
}  # fmt: skip
_SPELLING = tuple(
    (re.compile(pattern), spelled)
    for pattern, spelled in (
        (r"(?<=\w{3})is(?=(?:e|ed|es|ing|er|ers|ation|ations|able)$)", "iz"),
        (r"(?<=\w{3})ys(?=(?:e|ed|es|ing|er|ers)$)", "yz"),
        (r"(?<=\w{3})our(?=(?:s|ed|ing|al|able|ite|ful|hood|ly)?$)", "or"),
        (r"(cent|met|lit|fib|theat|calib|spect|lust|meag)re$", r"\1er"),
        (r"(?<=[aeiou][^aeiou][ae]l)l(?=(?:ed|ing|er|ers)$)", ""),
        (r"(?<=[aeiou][^aeiou]{2}[ae]l)l(?=(?:ed|ing|er|ers)$)", ""),
        (r"ogue(?=s?$)", "og"),
        (r"gramme(?=s?$)", "gram"),
        (r"(defen|offen|licen)ce(?=s?$)", r"\1se"),
        (r"(?<=\w{3})ies$", "y"),
        (r"([sxz]|ch|sh)es?$", r"\1"),
        (r"(?<=\w{2}[^suix])s$", ""),
    )
)
"""British to American, plural to singular."""


@cache
def _greek() -> dict[int, str]:
    letters = ("SMALL", "CAPITAL")
    names = "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda lamda mu nu xi omicron pi rho sigma tau upsilon phi chi psi omega"
    found = {}
    for size in letters:
        for name in names.split():
            try:
                sign = unicodedata.lookup(f"GREEK {size} LETTER {name.upper()}")
            except KeyError:
                continue
            found[ord(sign)] = f" {name.replace('lamda', 'lambda')} "
    return found | {ord("ϕ"): " phi ", ord("ϵ"): " epsilon ", ord("µ"): " mu "}


def plain(text: str) -> str:
    """One form of signs, spaces, scripts and Greek letters, without quotes or brackets around it."""
    text = " ".join(composed(text).split())
    text = _PROMPT.sub("", text)
    text = text.replace("`", "").strip() or text
    text = re.sub(r"\*\*(?=\S)(.+?)(?<=\S)\*\*", r"\1", text.replace("$", "") or text)
    text = re.sub(r"\\(?:text|mathrm|operatorname)\s*\{([^{}]*)\}", r"\1", text)
    text = re.sub(r"\\(?=[a-zA-Z])", " ", text).translate(_SIGNS)
    text = _RAISED.sub(lambda m: "^" + unicodedata.normalize("NFKC", m[0]), text)
    text = _LOWERED.sub(lambda m: "_" + unicodedata.normalize("NFKC", m[0]), text)
    text = text.translate(_greek()) if not text.isascii() else text
    text = re.sub(r"([_^])\{([^{}]*)\}", r"\1\2", text)
    text = re.sub(r"(?<=[A-Za-z])_(?=\d)", "", text)
    text = re.sub(r"(?<=\d)\s*(?:to|\.\.)\s*(?=\d)", "-", text)
    text = re.sub(r"\b([^\W\d_])\[(\w(?: ?[-+] ?\w)?)\]", r"\1_\2", text)
    text = re.sub(r"\b(?:the )?square root of\b", "sqrt", text, flags=re.IGNORECASE)
    text = re.sub(r"\bper cent\b", "%", text, flags=re.IGNORECASE)
    text = _unwrapped(" ".join(text.split()))
    return _EMPTY.get(text.casefold(), text)


_BRACKETED = re.compile(
    r"""\([^()]+\)|\[[A-Za-z][\w -]*\]|<[A-Za-z][\w -]*>|"[^"]+"|'[^']+'""", re.DOTALL
)


def _unwrapped(text: str) -> str:
    """A text without punctuation at its end, and without quotes or brackets around it all."""
    while text:
        shorter = re.sub(r"(?<=[\w)\]}>'\"])[.,;:!?]+$", "", text)
        if _BRACKETED.fullmatch(text):
            shorter = text[1:-1].strip()
        if shorter == text or not shorter:
            return text
        text = shorter
    return text


def raw_words(text: str) -> list[str]:
    """The words and signs of a plain text as they are written, without articles."""
    found = _WORD.findall(_HYPHEN.sub(" ", composed(text.casefold())))
    return [word for word in found if word not in ("the", "an")] or found


def words(text: str, *, case_sensitive: bool = False) -> list[str]:
    """The words and signs of a plain text in one spelling and in the singular, without articles."""
    text = text if case_sensitive else composed(text.casefold())
    found = _WORD.findall(_HYPHEN.sub(" ", text))
    if len(found) == 1 and found[0] in _ARTICLES:
        return found
    while len(found) > 1 and found[0] in _FIRST:
        found = found[2:] if found[1] in ("is", "are") and len(found) > 2 else found[1:]
    in_prose = all(word.isalpha() and (len(word) > 1 or word == "a") for word in found)
    return [part for word in found for part in _spelled(word, in_prose=in_prose)] or found


def _spelled(word: str, *, in_prose: bool) -> list[str]:
    """A word as it counts; `a` is an article only among words."""
    lower = word.casefold()
    if lower in _ARTICLES and (lower != "a" or in_prose):
        return []
    if lower in _WHOLE:
        return _WHOLE[lower]
    lower = word
    if "'" in word[1:]:
        if lower.endswith("n't"):
            return [*_spelled(word[:-3], in_prose=in_prose), "not"]
        word = re.sub(r"'s?$", "", word)
    if not word.isalpha() or len(word) < 4:
        return [word.replace(",", "") if re.fullmatch(r"\d{1,3}(?:,\d{3})+", word) else word]
    for pattern, spelling in _SPELLING:
        word = pattern.sub(spelling, word)
    return [word]


def key(text: str, *, case_sensitive: bool = False) -> str:
    """The canonical form of a text: a space or a hyphen between two words does not count."""
    found = words(plain(text), case_sensitive=case_sensitive)
    parts = []
    for before, word in zip(["", *found], found, strict=False):
        parts += [" ", word] if before[-1:].isdigit() and word[0].isdigit() else [word]
    return "".join(parts)


def _key(text: str, *, case_sensitive: bool) -> str:
    """The canonical form of one of several forms: commas between words do not count."""
    if "," in text and not re.search(r"[\d_|]|\b\w\b", text):
        text = text.replace(",", " ")
    return key(text, case_sensitive=case_sensitive)


def same_words(given: str, answer: str, asked: str = "", *, case_sensitive: bool = False) -> bool:
    """Whether a reader takes two texts for the same answer to a question."""
    ours = key(given, case_sensitive=case_sensitive)
    theirs = key(answer, case_sensitive=case_sensitive)
    typed, right = plain(given), plain(answer)
    if ours == theirs or (not case_sensitive and _joined(typed) == _joined(right)):
        return True
    forms, wanted = {typed, *_shorter(typed, asked)}, {right, *_asked_for(right, asked)}
    keys, others = (
        {_key(form, case_sensitive=case_sensitive) for form in found} for found in (forms, wanted)
    )
    if keys & others - {""}:
        return True
    items, listed = _items(typed), _items(right)
    if len(items) != len(listed) or len(items) < 2:
        return _dimensions(typed, asked) == _dimensions(right, asked) != []
    if (
        _SEVERAL.search(asked)
        and not _ORDER.search(asked)
        and all(re.search(r"[^\W\d_]{2}", item) for item in listed)
    ):
        return sorted(map(key, items)) == sorted(map(key, listed))
    return [*map(key, items)] == [*map(key, listed)]


def _joined(text: str) -> str:
    """A text without spaces between words, and without multiplication signs beside brackets."""
    found = "".join(raw_words(text))
    if "(" in found:
        return re.sub(r"(?<=[)\w])\*(?=\w*\()", "", found)
    return found if not re.search(r"\d", found) else text.casefold()


_SEVERAL = re.compile(r"\b(?:two|three|four|five|both|pair|2|3|4)\b", re.IGNORECASE)
_ORDER = re.compile(
    r"\b(?:order|first|then|sequence|respectively|before|after|\{\{c)", re.IGNORECASE
)


def _items(text: str) -> list[str]:
    """The items of an enumeration: `a, b and c`, `a; b; c`, `a / b / c`."""
    return [
        item.strip()
        for item in re.split(r"\s*[,;]\s*(?:and\b)?|\s+/\s+|\s+(?:and|&)\s+", text)
        if item.strip()
    ]


_KINDS = frozenset(
    "character token method function class operator keyword exception command module attribute algorithm symbol sign"
    " statement clause decorator library package score principle pattern technique approach rule theorem law effect loss optimizer"
    " layer metric scope condition problem property phase step stage state value variable object type error index join".split()
) | {"clas"}
"""What a thing is, as people add to its name."""


def _dimensions(text: str, asked: str) -> list[str]:
    """The numbers of a shape: `4 x 3`, `(4, 3)`, `4 by 3`, `4 rows, 3 columns`."""
    if not re.search(r"\b(?:shape|dimension|size|rows?|columns?)", asked):
        return []
    text = re.sub(
        r"\b(?:rows?|columns?|by|and|x)\b|[x*,()\[\]]|(?<=\d)x(?=\d)", " ", text.casefold()
    )
    found = text.split()
    return (
        found if len(found) > 1 and all(re.fullmatch(r"\d+|[a-z]", part) for part in found) else []
    )


def _shorter(typed: str, asked: str) -> Iterator[str]:
    """What a typed text says without what the question says already."""
    named = re.fullmatch(r"([\w.\[\]()]{1,30}) *={1,2} *(\S.*)", typed)
    if named and re.search(rf"(?<!\w){re.escape(named[1])}(?!\w)", asked):
        yield named[2]
    typed = re.sub(r"^(?:the|an?) (?=\S\S)", "", typed, flags=re.IGNORECASE)
    yield typed
    yield from _without_acronym(typed)
    said = set(words(asked.casefold()))
    numbered = re.fullmatch(r"([^\W\d_]+) (\d[\w.]*)", typed)
    if numbered and said.issuperset(words(numbered[1].casefold())):
        yield numbered[2]
    parts = _HYPHEN.sub(" ", typed).split()
    for count in (1, 2):
        extra = words(" ".join(parts[-count:]).casefold())
        if (
            len(parts) > count
            and extra
            and all(w in _KINDS or (w in said and len(w) > 2 and w.isalpha()) for w in extra)
        ):
            yield " ".join(parts[:-count])


def _asked_for(right: str, asked: str) -> Iterator[str]:
    """What is left of an answer without the noun that the question asks for, or an acronym."""
    yield from _without_acronym(right)
    if right.startswith("empty "):
        yield "empty"
    numbered = re.fullmatch(r"([^\W\d_]+) (\d[\w.]*)", right)
    if numbered and numbered[1].casefold() in asked.casefold():
        yield numbered[2]
    if right.startswith("by "):
        yield right.removeprefix("by ")
    *rest, noun = right.split() or [""]
    (noun,) = words(noun.casefold())[:1] or [""]
    if rest and re.fullmatch(r"[^\W\d_]{3,}", noun):
        pattern = rf"\b(?:which|what)(?: [\w'-]+){{0,4}} {re.escape(noun)}(?:s|ing)?\b"
        if re.search(pattern, asked, re.IGNORECASE):
            yield " ".join(rest)


def _without_acronym(text: str) -> Iterator[str]:
    """Both parts of `method resolution order (MRO)`."""
    match = re.fullmatch(r"(.{2,200}?) \(([^()]{2,200})\)", text)
    if match:
        long, short = sorted((match[1], match[2]), key=len, reverse=True)
        initials = "".join(word[0] for word in re.findall(r"[^\W_]+", long)).casefold()
        if _abbreviates(short.casefold().removesuffix("s"), long.casefold(), initials):
            yield from (long, short)


def _abbreviates(short: str, long: str, initials: str) -> bool:
    """Whether letters are the initials of words, or at least some of their letters in order."""
    letters = iter(long)
    return short in initials or (
        short[:1] == long[:1] and all(letter in letters for letter in short)
    )
