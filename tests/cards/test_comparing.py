"""Numbers of options in what is typed."""

from __future__ import annotations

import pytest

from studycards.cards.asking import Arrange, Choose, Write
from studycards.cards.comparing import names_an_option


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
