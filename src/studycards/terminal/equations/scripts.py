"""Subscripts and superscripts: in Unicode's small characters, otherwise in rows of their own."""

from __future__ import annotations

from dataclasses import dataclass
from unicodedata import combining

from studycards.terminal.equations.box import Box, beside, line, placed, stacked

RAISED = str.maketrans(
    "0123456789+−=()abcdefghijklmnoprstuvwxyzABDEGHIJKLMNOPRTUVWβγδθφχ⊤⊺∘′†‡",
    "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻᴬᴮᴰᴱᴳᴴᴵᴶᴷᴸᴹᴺᴼᴾᴿᵀᵁⱽᵂᵝᵞᵟᶿᵠᵡᵀᵀ°′†‡",
)
LOWERED = str.maketrans(
    "0123456789+−=()aehijklmnoprstuvxβγρφχ", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓᵦᵧᵨᵩᵪ"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Script:
    """A script in full size, and in Unicode's small characters if all of them exist."""

    box: Box
    small: Box | None


def script(box: Box, alphabet: dict[int, int], *, is_word: bool) -> Script:
    """A script; words stay in full size, as small letters are hard to read."""
    text = box.rows[0]
    fits = len(box.rows) == 1 and not is_word and all(ord(letter) in alphabet for letter in text)
    return Script(box=box, small=line(text.translate(alphabet)) if fits else None)


def stacked_limits(base: Box, sub: Script | None, sup: Script | None) -> Box:
    """A base with its scripts centred below and above."""
    above = [sup.box] if sup else []
    below = [sub.box] if sub else []
    return stacked([*above, base, *below], baseline_of=len(above))


def with_scripts(base: Box, sub: Script | None, sup: Script | None) -> Box:
    """A base with its scripts at its right, at the corners of a high base."""
    top, bottom = _right_edge(base)
    pieces: list[tuple[int, Box]] = []
    if sub and sub.small:
        pieces.append((bottom, sub.small))
    elif sub:
        pieces.append((max(bottom, 1), sub.box))
    if sup and sup.small:
        before = sub.small if sub and sub.small and top == bottom else line("")
        pieces.append((top, beside(before, sup.small)))
    elif sup:
        pieces.append((min(top, -1) - len(sup.box.rows) + 1, sup.box))
    return beside(base, placed(pieces))


def _right_edge(base: Box) -> tuple[int, int]:
    """First and last row with a non-blank end, from the baseline, which they always include."""
    ends = [n - base.baseline for n, row in enumerate(base.rows) if row and row[-1] != " "]
    levels = [0, *ends]
    return min(levels), max(levels)


def is_one_thing(text: str) -> bool:
    """A number, or a character with nothing but accents and small subscripts: it needs no brackets."""
    is_number = text.isascii() and text.isdigit()
    return is_number or (
        text != "" and all(combining(c) or ord(c) in LOWERED.values() for c in text[1:])
    )
