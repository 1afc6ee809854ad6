"""Slips of the fingers: a letter left out, doubled, swapped with the next, or hit beside its key."""

from __future__ import annotations

from itertools import pairwise

_LONGEST = 40
"""Letters of a word: no name is longer, and the time goes with the square."""

_MOST_WORDS = 60
_SHORTEST = 4
_TWO_SLIPS = 8
"""Letters from which a word may have two slips."""

_FAR = 3
"""The cost of a change that no finger makes."""

_ROWS = ("1234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm")
_BESIDE = {
    key: {
        other
        for r, keys in enumerate(_ROWS)
        for c, other in enumerate(keys)
        if other != key
        and abs(r - row) <= 1
        and (c - column) in ((-1, 1) if r == row else (0, -1) if r > row else (0, 1))
    }
    for row, line in enumerate(_ROWS)
    for column, key in enumerate(line)
}
"""The keys that touch a key."""

_PREFIXES = (
    "un", "in", "im", "ir", "il", "non", "dis", "de", "en", "em", "re", "pre", "post", "sub", "super", "multi", "over",
    "under", "mis", "anti", "auto", "bi", "tri", "uni", "co", "ex", "inter", "intra", "extra", "trans", "semi", "micro",
    "macro", "mono", "poly", "hyper", "fore", "out", "up", "down", "back", "be", "an", "con", "pro", "per", "self", "meta",
    "counter", "pseudo", "quasi", "ultra", "infra", "iso", "homo", "hetero", "syn", "in", "ad",
)  # fmt: skip
_SUFFIXES = (
    "ed", "er", "or", "ers", "ing", "ings", "s", "es", "ion", "ions", "ation", "able", "ible", "ive", "al", "ally", "ly",
    "ity", "ness", "ment", "ist", "ism", "less", "ful", "ic", "ical", "ous", "ant", "ent", "ance", "ence", "y", "ee", "ize",
    "ization", "izer", "ic", "th", "ish", "ure", "age",
)  # fmt: skip


_ALIKE = {"ible": "able", "or": "er", "ance": "ence", "ant": "ent", "em": "en", "im": "in"}
"""Affixes that are one, misspelled."""


def is_slip(given: list[str], expected: list[str], known: frozenset[str]) -> bool:
    """Whether words differ from the expected ones by slips alone.

    What is not in letters must be the same, and no word may have become another one: a known
    word, its opposite by a prefix, or another form of it.

    Args:
        given: The words and signs typed, in lower case.
        expected: Those of the answer.
        known: Words that mean something else.
    """
    if len(given) != len(expected) or len(given) > _MOST_WORDS:
        return False
    pairs = [(one, other) for one, other in zip(given, expected, strict=True) if one != other]
    letters = sum(map(len, expected))
    most = 1 if letters < 24 else 2
    return 0 < len(pairs) <= most and all(_slipped(*pair, letters, known) for pair in pairs)


def _slipped(given: str, expected: str, letters: int, known: frozenset[str]) -> bool:
    if not (given.isalpha() and expected.isalpha()) or max(len(given), len(expected)) > _LONGEST:
        return False
    if given in (expected + expected[-1], expected[0] + expected) and len(expected) >= _SHORTEST:
        return True
    if _is_known(given, expected, known):
        return False
    if _lacks_a_double(given, expected):
        return True
    if _is_another_form(given, expected):
        return False
    if len(expected) < _SHORTEST:
        return len(expected) == 3 and letters > _TWO_SLIPS and sorted(given) == sorted(expected)
    is_alone = letters == len(expected)
    if is_alone and len(expected) == _SHORTEST == len(given) and sorted(given) != sorted(expected):
        return False
    two_apart = given[0] == expected[0] and not _lacks_two_together(given, expected)
    allowed = 2 if len(expected) >= _TWO_SLIPS and two_apart else 1
    return _slips(given, expected) <= allowed


def _lacks_a_double(given: str, expected: str) -> bool:
    """Whether one of two like letters in a row was left out, in a long word."""
    return len(expected) >= _TWO_SLIPS and any(
        one == other and given == expected[:place] + expected[place + 1 :]
        for place, (one, other) in enumerate(pairwise(expected))
    )


def _lacks_two_together(given: str, expected: str) -> bool:
    """Whether two letters side by side make the difference."""
    shorter, longer = sorted((given, expected), key=len)
    return len(longer) - len(shorter) == 2 and any(
        longer[:n] + longer[n + 2 :] == shorter for n in range(len(longer) - 1)
    )


def _is_known(given: str, expected: str, known: frozenset[str]) -> bool:
    """Whether a word is another known one, or an inflection of one."""
    mine = _inflected(expected) | {f"{expected}e", expected.removesuffix("e")}
    return any(stem in known for stem in _inflected(given) - mine if len(stem) >= 3)


def _inflected(word: str) -> set[str]:
    """A word and what it may be a form of."""
    found = {word.removesuffix(end) for end in ("", "s", "d", "ed", "ing", "r", "er", "ly")}
    return found | {stem[:-1] for stem in found if stem[-2:-1] == stem[-1:]}


def _is_another_form(given: str, expected: str) -> bool:
    """Whether two words have one stem and other prefixes or suffixes: `computes`, `recomputes`."""
    ours, theirs = _without(given), _without(expected)
    return any(
        stem == other and affix != its
        for stem, affix in ours
        for other, its in theirs
        if len(stem) >= 3
    )


def _without(word: str) -> list[tuple[str, tuple[str, str]]]:
    """The stems of a word, each with the prefix and the suffix that it lacks."""
    found = [(word, "")]
    found += [
        (word.removesuffix(e), _ALIKE.get(e, e))
        for e in _SUFFIXES
        if word.endswith(e) and (e != "s" or not word.endswith("ss"))
    ]
    ended = [(stem.removesuffix("e"), end) for stem, end in found if not stem.endswith("ss") or end]
    stems = [(stem, ("", end)) for stem, end in ended]
    begun = [
        (stem.removeprefix(start), (_ALIKE.get(start, start), end))
        for stem, end in ended
        for start in _PREFIXES
        if stem.startswith(start)
    ]
    if word[0] == "a" and len(word) > 5 and word[1] != word[2]:
        begun += [(stem[1:], ("a", end)) for stem, end in ended]
    return stems + [(stem, affix) for stem, affix in begun if len(stem) >= 4]


def _slips(given: str, expected: str) -> int:
    """The number of slips between two words (restricted Damerau-Levenshtein distance).

    A change that is no slip of the fingers counts as three.
    """
    twice: list[int] = []
    row: list[int] = [*range(len(expected) + 1)]
    for i, typed in enumerate(given):
        before: list[int] = row
        row = [before[0] + _extra(given, i, expected[:1])]
        for j, wanted in enumerate(expected):
            costs = [
                before[j] + _replaced(typed, wanted, len(expected)),
                row[j] + 1,
                before[j + 1] + _extra(given, i, expected[j : j + 2]),
            ]
            if i and j and typed == expected[j - 1] and given[i - 1] == wanted:
                costs.append(twice[j - 1] + 1)
            row.append(min(costs))
        twice = before
    return row[-1]


def _replaced(typed: str, wanted: str, length: int) -> int:
    if typed == wanted:
        return 0
    is_vowel = typed in "aeiou" and wanted in "aeiou" and length > 6
    return 1 if is_vowel or typed in _BESIDE.get(wanted, ()) else _FAR


def _extra(given: str, place: int, around: str) -> int:
    """The cost of a letter too many: one that is doubled, or beside a neighbour on the keyboard."""
    typed = given[place]
    neighbours = given[max(place - 1, 0) : place] + given[place + 1 : place + 2] + around
    near = any(typed == n or typed in _BESIDE.get(n, ()) for n in neighbours)
    return 1 if near else _FAR
