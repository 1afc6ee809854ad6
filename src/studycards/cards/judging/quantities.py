"""Numbers as people type them: `1/4`, `25 %`, `0.25`, `57 parameters`, `6 million`, `two`, `2x`."""

from __future__ import annotations

import re
import unicodedata
from fractions import Fraction
from typing import NamedTuple

_LONGEST = 80
"""Characters of a number with its unit."""

_ROUNDING = Fraction(1, 10**12)
"""Relative difference that floating-point arithmetic may make between equal numbers."""


class Quantity(NamedTuple):
    """A number with its unit."""

    value: Fraction
    unit: str = ""
    """As in `_UNITS`, or a noun in the singular; empty without one."""
    places: int | None = None
    """Digits after the decimal point; None where the number was not written as a decimal."""
    is_scaled: bool = False
    """Whether it was written with a scale, such as `6 million` or `6M`."""


_ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen"
    " sixteen seventeen eighteen nineteen"
).split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_WORDS = (
    {word: Fraction(value) for value, word in enumerate(_ONES)}
    | {word: Fraction(10 * value) for value, word in enumerate(_TENS, 2)}
    | {"none": Fraction(0), "no": Fraction(0), "nil": Fraction(0), "nought": Fraction(0)}
    | {"once": Fraction(1), "single": Fraction(1), "dozen": Fraction(12)}
    | {"twice": Fraction(2), "double": Fraction(2), "doubled": Fraction(2), "doubles": Fraction(2)}
    | {"thrice": Fraction(3), "triple": Fraction(3), "treble": Fraction(3), "tripled": Fraction(3)}
    | {"quadruple": Fraction(4), "fourfold": Fraction(4), "twofold": Fraction(2)}
    | {"threefold": Fraction(3), "tenfold": Fraction(10)}
)
_PARTS = {
    "half": 2, "third": 3, "quarter": 4, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7,
    "eighth": 8, "ninth": 9, "tenth": 10, "hundredth": 100, "thousandth": 1000,
}  # fmt: skip
_SCALES = {
    "hundred": 100, "thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12,
    "k": 10**3, "M": 10**6, "mio": 10**6, "mn": 10**6, "bn": 10**9, "B": 10**9, "G": 10**9, "T": 10**12,
}  # fmt: skip
_UNITS = {
    "%": ("share", Fraction(1, 100)), "‰": ("share", Fraction(1, 1000)),
    "bit": ("data", Fraction(1)), "B": ("data", Fraction(8)),
    **{f"{p}bit": ("data", Fraction(s)) for p, s in (("k", 10**3), ("M", 10**6), ("G", 10**9), ("T", 10**12))},
    **{f"{p}B": ("data", Fraction(8 * s)) for p, s in (("k", 10**3), ("M", 10**6), ("G", 10**9), ("T", 10**12), ("P", 10**15))},
    **{f"{p}iB": ("data", Fraction(8 * 2**s)) for p, s in (("K", 10), ("M", 20), ("G", 30), ("T", 40))},
    "s": ("time", Fraction(1)), "ms": ("time", Fraction(1, 10**3)), "us": ("time", Fraction(1, 10**6)),
    "ns": ("time", Fraction(1, 10**9)), "min": ("time", Fraction(60)), "h": ("time", Fraction(3600)),
    "day": ("time", Fraction(86400)), "week": ("time", Fraction(604800)), "year": ("year", Fraction(1)),
    "Hz": ("rate", Fraction(1)), "kHz": ("rate", Fraction(10**3)), "MHz": ("rate", Fraction(10**6)),
    "GHz": ("rate", Fraction(10**9)), "mm": ("length", Fraction(1, 10**3)), "cm": ("length", Fraction(1, 100)),
    "km": ("length", Fraction(10**3)), "kg": ("mass", Fraction(1)), "V": ("volt", Fraction(1)),
    "W": ("watt", Fraction(1)), "FLOP": ("flop", Fraction(1)),
}  # fmt: skip
"""What a unit measures, and its size in that."""

_SPELLED = {
    "percent": "%", "pct": "%", "bits": "bit", "byte": "B", "bytes": "B", "b": "bit",
    "kilobyte": "kB", "megabyte": "MB", "gigabyte": "GB", "terabyte": "TB", "petabyte": "PB",
    "kb": "kB", "KB": "kB", "mb": "MB", "gb": "GB", "tb": "TB", "Mb": "Mbit", "Gb": "Gbit",
    "kibibyte": "KiB", "mebibyte": "MiB", "gibibyte": "GiB", "tebibyte": "TiB", "kilobit": "kbit",
    "megabit": "Mbit", "gigabit": "Gbit", "sec": "s", "secs": "s", "second": "s", "minute": "min",
    "mins": "min", "hour": "h", "hr": "h", "hrs": "h", "millisecond": "ms", "msec": "ms",
    "microsecond": "us", "µs": "us", "μs": "us", "nanosecond": "ns", "hertz": "Hz",
    "yr": "year", "kilometre": "km", "kilometer": "km", "centimetre": "cm", "millimetre": "mm",
    "flop": "FLOP", "flops": "FLOP", "kilogram": "kg", "volt": "V", "watt": "W",
}  # fmt: skip

_ABOUT = re.compile(
    r"^(?:about|approximately|approx\.?|around|roughly|nearly|exactly|circa|ca\.?|only|just|=|~|≈|"
    r"by|to|(?:a |the )?factor(?: of)?|×|\*)\s*",
    re.IGNORECASE,
)
_TIMES_END = re.compile(
    r"(?<=[\d\w])\s*(?:x|×|times|fold|-fold)(?: (?:as (?:much|many|long)|more))?$"
)
_GROUPS = re.compile(r"(?<=\d)(?:,(?=\d{3}(?!\d))|[ _'\u202f\u00a0](?=\d{3}(?!\d)))")
_DECIMAL = r"\d+(?:\.\d*)?|\.\d+"
_NUMBER = re.compile(rf"({_DECIMAL})(?:[eE]([-+]?\d{{1,3}}))?")


def quantity(text: str) -> Quantity | None:
    """The number in a text, with its unit; None if it is not a number."""
    if len(text) > _LONGEST:
        return None
    text = _plain(text)
    sign = -1 if re.match(r"(?:-|minus |negative )\s*[\d.\w]", text) else 1
    text = re.sub(r"^(?:-|\+|minus |negative )\s*", "", text)
    found = _figures(text) or _in_words(text)
    return found and found._replace(value=sign * found.value)


def _plain(text: str) -> str:
    """Signs and spaces in one form, without what is said about a number."""
    text = text.strip().strip("`").strip().replace("$", "")
    if len(text) > 2 and text[0] == "(" and text[-1] == ")":
        text = text[1:-1]
    text = re.sub(r"[⁰¹²³⁴⁵⁶⁷⁸⁹⁻]+", lambda m: "^" + unicodedata.normalize("NFKC", m[0]), text)
    text = re.sub(r"[½⅓⅔¼¾⅕⅛]", lambda m: " " + unicodedata.normalize("NFKC", m[0]), text)
    text = text.translate(_SIGNS).strip().rstrip(".!;")
    while (shorter := _ABOUT.sub("", text, count=1)) != text and shorter:
        text = shorter.strip()
    text = re.sub(r"^x\s*(?=\d)", "", text)
    return _TIMES_END.sub("", _GROUPS.sub("", re.sub(r"\bper cent\b", "percent", text))).strip()


_SIGNS = str.maketrans({"−": "-", "–": "-", "⁄": "/", "·": "*", "×": "*", "⋅": "*", "∗": "*"})


def _figures(text: str) -> Quantity | None:
    """A number in figures: a decimal, a fraction, or products and sums of such."""
    match = re.match(rf"[-+*/^() \d.eE]*(?:{_DECIMAL})(?:[eE][-+]?\d{{1,3}})?\)*", text)
    if match is None or re.fullmatch(rf"\s*(?:{_DECIMAL})\s*-\s*(?:{_DECIMAL})\s*", match[0]):
        return None  # a range is no difference
    value = _computed(match[0])
    rest = text[match.end() :].strip()
    if value is None:
        return None
    plain = re.fullmatch(rf"\s*(?:{_DECIMAL})\s*", match[0])
    places = len(match[0].strip().partition(".")[2]) if plain else None
    return _with_unit(Quantity(value, places=places), rest, attached=text[match.end() :] == rest)


def _with_unit(found: Quantity, rest: str, *, attached: bool = False) -> Quantity | None:
    """A number and what follows it: a scale, a unit, a noun."""
    words = rest.split()
    if words and words[0].casefold() in ("and", "of"):
        return None
    if words and (words[0] in _SCALES or words[0].casefold() in _SCALES):
        is_unit = words[0] in _UNITS and not (attached and words[0] != "B")
        if not is_unit:
            scale = _SCALES.get(words[0]) or _SCALES[words[0].casefold()]
            found = found._replace(value=found.value * scale, places=None, is_scaled=True)
            words = words[1:]
    if not words:
        return found
    unit = " ".join(words[:2])
    if len(words) > 2 or not re.fullmatch(r"[%‰]|[^\W\d_]+(?:[ -][^\W\d_]+)?", unit):
        return None
    name = unit_named(unit)
    return found._replace(unit=name) if name in _UNITS or len(name) > 2 else None


def unit_named(text: str) -> str:
    """The unit with a name or sign; otherwise the noun in the singular."""
    for name in (text, text.casefold(), text.removesuffix("s"), text.casefold().removesuffix("s")):
        if name in _UNITS:
            return name
        if name in _SPELLED:
            return _SPELLED[name]
    return re.sub(r"(?<!s)s$", "", text.casefold())


_SCALED = ("hundred", "thousand", "million", "billion")


def _in_words(text: str) -> Quantity | None:
    """A number in words: `two`, `twenty-five percent`, `one third`, `6 million`, `a half`."""
    words = re.sub(r"(?<=\w)-(?=\w)", " ", text).split()
    total, current, taken = Fraction(0), None, 0
    scaled = False
    for word in map(str.casefold, words):
        part = _PARTS.get(word.removesuffix("s").replace("halve", "half"))
        if word in _WORDS:
            value = _WORDS[word]
            current = value if current is None else current + value
        elif word in ("a", "an") and current is None and taken == 0:
            current = Fraction(1)
        elif part and (current is not None or taken == 0):
            current = Fraction(current if current is not None else 1) / part
        elif word in _SCALED and (current is not None or taken == 0):
            if current is None:
                current = Fraction(1)
            current *= _SCALES[word]
            if word != "hundred":
                total, current, scaled = total + current, Fraction(0), True
        elif word == "and" and current is not None and (scaled or current >= 100):
            pass
        else:
            break
        taken += 1
    if current is None or [word.casefold() for word in words[:taken]] in (["a"], ["an"]):
        return None
    return _with_unit(Quantity(total + current, is_scaled=scaled), " ".join(words[taken:]))


def _computed(text: str) -> Fraction | None:
    """The value of sums, products, powers and fractions of numbers; None if it is no such text."""
    tokens = re.findall(rf"(?:{_DECIMAL})(?:[eE][-+]?\d{{1,3}})?|\*\*|[-+*/^()]|\S", text)
    mixed = re.fullmatch(r"\s*(\d{1,9}) (\d{1,9})/([1-9]\d{0,8})\s*", text)
    if mixed:
        return int(mixed[1]) + Fraction(int(mixed[2]), int(mixed[3]))
    try:
        value, rest = _sum(tokens)
    except (ValueError, ZeroDivisionError, OverflowError, IndexError):
        return None
    return None if rest else value


def _sum(tokens: list[str]) -> tuple[Fraction, list[str]]:
    value, rest = _product(tokens)
    while rest and rest[0] in "+-":
        term, after = _product(rest[1:])
        value, rest = (value + term if rest[0] == "+" else value - term), after
    return value, rest


def _product(tokens: list[str]) -> tuple[Fraction, list[str]]:
    value, rest = _power(tokens)
    while rest and rest[0] in ("*", "/"):
        factor, after = _power(rest[1:])
        value, rest = (value * factor if rest[0] == "*" else value / factor), after
    return value, rest


def _power(tokens: list[str]) -> tuple[Fraction, list[str]]:
    value, rest = _single(tokens)
    if rest and rest[0] in ("^", "**"):
        exponent, rest = _single(rest[1:])
        if abs(exponent) > 300 or exponent.denominator != 1 or abs(value) > 10**6:
            raise ValueError("too large")
        value **= int(exponent)
    return value, rest


def _single(tokens: list[str]) -> tuple[Fraction, list[str]]:
    token, rest = tokens[0], tokens[1:]
    if token == "(":
        value, rest = _sum(rest)
        if rest[0] != ")":
            raise ValueError(token)
        return value, rest[1:]
    if token == "-":
        value, rest = _single(rest)
        return -value, rest
    if not _NUMBER.fullmatch(token):
        raise ValueError(token)
    return Fraction(token), rest


def is_quantity(text: str) -> bool:
    """Whether an answer is plainly a number, perhaps with a unit."""
    found = quantity(text)
    words = text.split()
    if found is None or (not found.unit and text.casefold() in ("no", "none", "single", "double")):
        return False
    unknown = found.unit and found.unit not in _UNITS
    return not unknown or (len(words) == 2 and re.match(r"[\d.,]+$", words[0]) is not None)


def same_quantity(given: str, answer: str, asked: str = "", tolerance: str = "") -> bool | None:
    """Whether two texts are the same quantity; None if one of them is no number.

    Args:
        given: The answer as typed.
        answer: A right answer.
        asked: The question and what follows the answer: its units are taken as read.
        tolerance: Absolute such as `0.01`, or relative such as `5%`.
    """
    if _NEEDS_A_CUE.fullmatch(given.strip("`. ").casefold()) and not _CUE.search(asked):
        return None
    sides = _without_noun(given, asked).split("=")
    typed, right = (
        [quantity(_without_noun(side, asked)) for side in sides[:_MOST_SIDES]],
        quantity(answer),
    )
    if right is None or None in typed or len(sides) > _MOST_SIDES:
        return None
    return all(
        any(
            _agree(value, size, right, asked, tolerance)
            for value, size in _sizes(one, right, asked)
        )
        for one in typed
        if one
    )


_MOST_SIDES = 4
"""Sides of an answer such as `4 * 16 = 64`."""


_NEEDS_A_CUE = re.compile(
    r"none|no|nil|once|single|twice|thrice|doubled?|doubles|tripled?|treble|quadruple|\w+fold"
)
_CUE = re.compile(
    r"\b(?:how (?:many|often|much)|factor|times|grow|fast|slow|larg|small|more|long|rais|increas|cost|bigg|ratio)",
    re.IGNORECASE,
)
"""What a word such as `twice` or `none` answers."""


def _without_noun(given: str, asked: str) -> str:
    """`2` for `line 2`, `status code 2` or `i = 2`, if the question speaks of a line or of `i`."""
    match = re.fullmatch(
        r"\s*`?((?:[^\W\d]\w{0,30} ?){1,3}?)`?(?: +(?:is +)?| *={1,2} *)(\S+)", given
    )
    if match is None or quantity(match[1]) or quantity(given):
        return given
    said = asked.casefold()
    names = match[1].casefold().split()
    ends = ("" if len(name) > 2 else r"(?!\w)" for name in names)
    is_said = all(
        re.search(rf"\b{re.escape(name)}{end}", said) for name, end in zip(names, ends, strict=True)
    )
    return match[2] if is_said else given


def _sizes(typed: Quantity, right: Quantity, asked: str) -> list[tuple[Fraction, Fraction]]:
    """The values to compare, in one unit; none if the units are of different things."""
    ours, theirs = _UNITS.get(typed.unit), _UNITS.get(right.unit)
    if ours and theirs:
        return [(typed.value * ours[1], right.value * theirs[1])] * (ours[0] == theirs[0])
    if typed.unit == "B" and right.is_scaled and not right.unit:
        return [(typed.value * 10**9, right.value)]
    if typed.unit and right.unit:
        return [(typed.value, right.value)] * (typed.unit == right.unit)
    named = _units_in(asked)
    if right.unit:
        return _without_unit(typed, right, named, asked)
    pairs = [(typed.value, right.value)]
    if typed.is_scaled:
        pairs += [(typed.value, right.value * scale) for scale in _scales_in(asked)]
    if typed.unit == "%":
        pairs = [(typed.value / 100, right.value)] + pairs * ("%" in named)
    elif ours and named and typed.unit not in named:
        units = (_UNITS[name] for name in named if name in _UNITS)
        same = next((unit for unit in units if unit[0] == ours[0]), None)
        pairs = [(typed.value * ours[1], right.value * same[1])] if same else []
    return pairs


def _without_unit(
    typed: Quantity, right: Quantity, named: set[str], asked: str
) -> list[tuple[Fraction, Fraction]]:
    """The unit was left out: it must be that of the question; a share needs none."""
    if right.unit == "%":
        return [(typed.value, right.value / 100), (typed.value, right.value)]
    is_read = right.unit in named or re.search(rf"\b{re.escape(right.unit)}", asked, re.IGNORECASE)
    return [(typed.value, right.value)] if is_read else []


def _units_in(asked: str) -> set[str]:
    """The units that a question asks for, or that it names."""
    wanted = re.search(r"\bhow (?:many|much) ([^\W\d_]+|%)", asked, re.IGNORECASE)
    if wanted:
        return {unit_named(wanted[1])} | ({"%"} if "percent" in asked or "%" in asked else set())
    found = re.findall(r"%|[^\W\d_]{2,}|(?<=in )[sh]\b", re.sub(r"\bper cent\b", "%", asked))
    named = {unit_named(word.removesuffix("age")) for word in found}
    return {name for name in named if name in _UNITS}


def _scales_in(asked: str) -> list[int]:
    return [_SCALES[word] for word in ("thousand", "million", "billion") if word in asked]


_ROUGHLY = re.compile(
    r"\b(?:about|approximately|roughly|round(?:ed)?(?!\()|nearest|estimate)\b", re.IGNORECASE
)


def _agree(value: Fraction, size: Fraction, right: Quantity, asked: str, tolerance: str) -> bool:
    """Whether two values agree within the tolerance, or one is the other rounded."""
    margin = Fraction(tolerance.rstrip("%") or 0)
    allowed = abs(size) * margin / 100 if tolerance.endswith("%") else margin
    if abs(value - size) <= allowed + _ROUNDING * abs(size):
        return True
    if tolerance:
        return False
    fraction = right.places is None and size.denominator not in (1, 2, 4, 5, 10, 100)
    if fraction and size.denominator < 100 and _is_cut(value, size, 2):
        return True
    if right.places is not None and right.places >= 3 and value.denominator < 100:
        return _is_cut(size, value, right.places)
    is_rough = _ROUGHLY.search(asked) and right.places is not None
    if not is_rough:
        return False
    unit = size / right.value if right.value else Fraction(1)
    step = unit / 10 ** (right.places or 0)
    return abs(value - size) < step / 2 and abs(value - size) <= abs(size) / 20


def _is_cut(decimal: Fraction, exact: Fraction, minimum: int) -> bool:
    """Whether a decimal of some places is an exact number, rounded or cut off there."""
    places = next((n for n in range(9) if (decimal * 10**n).denominator == 1), None)
    if places is None or places < minimum:
        return False
    return abs(decimal - exact) < Fraction(1, 10**places)
