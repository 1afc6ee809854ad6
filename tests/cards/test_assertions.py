"""Tests of exercises say what they expected and what they got."""

from __future__ import annotations

import pytest

from studycards.cards.assertions import explained


def failure(tests: str) -> str:
    """The message of the assertion that fails."""
    with pytest.raises(AssertionError) as caught:
        exec(explained(tests), {"f": lambda x: x + 1, "g": iter("ab")})
    return str(caught.value)


@pytest.mark.parametrize(
    ("tests", "message"),
    [
        ("assert f(1) == 3", "f(1): expected 3, got 2"),
        ("assert f(1) is None", "f(1): expected None, got 2"),
        ("for n in (1, 2):\n    assert f(n) == 2", "f(n): expected 2, got 3"),
        ("def check():\n    assert next(g) == 'b'\ncheck()", "next(g): expected 'b', got 'a'"),
        ("assert (f(1), '{x}') == (1, '')", "(f(1), '{x}'): expected (1, ''), got (2, '{x}')"),
        ("assert f(1) == 3, 'mine'", "mine"),
        ("assert f(1) < 2", ""),
        ("assert not f(1)", ""),
    ],
)
def test_messages(tests: str, message: str) -> None:
    """Each side is worked out once; a message of the author's own stays."""
    assert failure(tests) == message


def test_what_holds_still_holds() -> None:
    """Assertions that are true say nothing."""
    exec(explained("assert 1 == 1\nassert 1 < 2 < 3\nassert None is None"))


@pytest.mark.parametrize(
    "tests", ["assert (", "assert f(\x00) == 1", "", f"assert {'-' * 900}1 == 1"]
)
def test_what_is_no_python_is_left(tests: str) -> None:
    """Running it tells what is wrong."""
    assert explained(tests) == tests
