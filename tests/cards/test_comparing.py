"""A typed answer against what was expected."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studycards.cards.asking import Arrange, Choose, Judgement, Verdict, Write
from studycards.cards.comparing import judge_text, names_an_option

answers = st.text(min_size=1).filter(lambda text: text.strip())

FORGIVEN = {
    "same": ("object", "object"),
    "case": ("OBJECT", "object"),
    "sharp s": ("STRASSE", "straße"),
    "spaces around": ("  object\t", "object"),
    "spaces within": ("class   method", "class method"),
    "line break": ("class\nmethod", "class method"),
    "decomposed": (unicodedata.normalize("NFD", "café"), "café"),
    "full stop": ("object.", "object"),
    "full stop of the author": ("object", "object."),
    "backticks": ("`object`", "object"),
    "backticks of the author": ("object", "`object`"),
    "punctuation alone": ("...", "..."),
}

SLIPS = {
    "two letters swapped": ("objcet", "object"),
    "two of four letters swapped": ("Olso", "Oslo"),
    "a letter missing": ("metaclas", "metaclass"),
    "a letter too much": ("tupple", "tuple"),
    "four of five letters": ("slats", "slots"),
    "same numbers": ("port8080", "port 8080"),
    "the same negation": ("not hashible", "not hashable"),
    "minus spaced": ("len(x)-1", "len(x) - 1"),
}

OTHERS = {
    "another word": ("tuple", "object"),
    "nothing": ("", "object"),
    "too short for a slip": ("cat", "cut"),
    "seven of nine letters": ("delegator", "deligater"),
    "another number": ("port 8081", "port 8080"),
    "a number missing": ("port", "port 8080"),
    "another sign": ("1000", "-1000"),
    "another sign in a text": ("it is -1000", "it is 1000"),
    "another operator": ("=", ":="),
    "an operator reversed": ("=", "!="),
    "a fraction": ("5", ".5"),
    "a suffix": ("py", ".py"),
    "two letters apart swapped": ("abcd", "dbca"),
    "a power": ("x2", "x²"),
    "nothing for a backtick": ("", "`"),
    "the opposite": ("immutable", "mutable"),
    "the opposite of a negation": ("hashable", "unhashable"),
    "a negation missing": ("is hashable", "is not hashable"),
}


@pytest.mark.parametrize(("given_text", "expected"), FORGIVEN.values(), ids=FORGIVEN)
def test_right(given_text: str, expected: str) -> None:
    """Case, Unicode form, spacing, backticks and punctuation at the end are forgiven."""
    assert judge_text(given_text, [expected]) == Judgement(Verdict.RIGHT, given_text)


@pytest.mark.parametrize(("given_text", "expected"), SLIPS.values(), ids=SLIPS)
def test_nearly(given_text: str, expected: str) -> None:
    """A slip of the fingers is told from another answer."""
    assert judge_text(given_text, [expected]) == Judgement(Verdict.NEARLY, given_text)


@pytest.mark.parametrize(("given_text", "expected"), OTHERS.values(), ids=OTHERS)
def test_wrong(given_text: str, expected: str) -> None:
    """Another answer is wrong, however few characters make it another."""
    assert judge_text(given_text, [expected]) == Judgement(Verdict.WRONG, given_text)


def test_case_that_matters() -> None:
    """Where case matters, another case is not right."""
    assert judge_text("Counter", ["Counter"], case_sensitive=True).verdict is Verdict.RIGHT
    assert judge_text("counter", ["Counter"], case_sensitive=True).verdict is Verdict.NEARLY
    assert judge_text("none", ["None"], case_sensitive=True).verdict is Verdict.WRONG


@pytest.mark.parametrize(
    "wanted", [Choose(("a", "b", "c"), several=True), Arrange(("a", "b", "c"))]
)
@pytest.mark.parametrize(
    ("given_text", "named"),
    [("1", True), ("3 1", True), ("32", True), ("", False), ("b", False), ("0", False),
     ("4", False), ("1 4", False)],
)  # fmt: skip
def test_numbers_of_options(wanted: Choose | Arrange, given_text: str, named: bool) -> None:
    """There is a number, and an option for each; where a text is typed, any text will do."""
    assert names_an_option(given_text, wanted) is named
    assert names_an_option(given_text, Write(optional=False))


@settings(derandomize=True, deadline=None)
@given(st.lists(answers, min_size=1, max_size=4), st.booleans())
def test_every_accepted_form_is_right(accepted: list[str], case_sensitive: bool) -> None:
    """Each accepted answer is right as written, decomposed, spaced out and with a full stop."""
    for answer in accepted:
        for given_text in (answer, unicodedata.normalize("NFD", answer), f"  {answer} "):
            judgement = judge_text(given_text, accepted, case_sensitive=case_sensitive)
            assert judgement == Judgement(Verdict.RIGHT, given_text)


@settings(derandomize=True, deadline=None)
@given(answers | st.text(alphabet="`.,;:!? ", min_size=1).filter(str.strip))
def test_nothing_is_never_right(answer: str) -> None:
    """No answer is given by pressing Enter."""
    assert judge_text("", [answer]).verdict is Verdict.WRONG
    assert judge_text("  ", [answer]).verdict is Verdict.WRONG
