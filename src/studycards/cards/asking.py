"""How a card asks and how an answer is taken: the words that every kind shares.

Named tuples, not dataclasses: these are made before the first card is on the screen, and a
dataclass takes 0.3 ms to define, a named tuple 0.04.
"""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple, Protocol


class Verdict(StrEnum):
    """What we made of an answer."""

    RIGHT = "right"
    NEARLY = "nearly"
    """A slip: the learner knew it."""
    WRONG = "wrong"


class Reveal(NamedTuple):
    """Nothing to give: think, look, rate."""


class Write(NamedTuple):
    """Text, in one line or in several."""

    optional: bool
    """Whether the learner may as well think the answer and look."""
    lines: bool = False
    """Whether the answer may have several lines."""


class Choose(NamedTuple):
    """One or several of the options, given by their numbers from 1."""

    options: tuple[str, ...]
    several: bool


class Arrange(NamedTuple):
    """The items in their right order, given by their numbers from 1."""

    items: tuple[str, ...]


class Program(NamedTuple):
    """Code, begun from a skeleton; running its tests decides."""

    starter: str
    tests: str
    """Run after the code, in the same namespace."""


Input = Reveal | Write | Choose | Arrange | Program


class Prompt(NamedTuple):
    """What a card shows before it is answered."""

    question: str
    """Markdown."""
    input: Input


class Judgement(NamedTuple):
    """A verdict on what was given."""

    verdict: Verdict | None
    """None where only the learner can tell."""
    given: str
    """The answer as it is kept in the history."""
    detail: str = ""
    """What the learner should know of it, such as "3 of 5 in place"."""
    expected: str = ""
    """What to show beside it where it is not right; empty where that would not help."""


class Content(Protocol):
    """What one card asks: implemented once for each kind."""

    def prompt(self, seed: str) -> Prompt:
        """The question; `seed` decides how options are shuffled."""

    def answer(self) -> str:
        """The right answer in Markdown."""

    def judge(self, given: str, seed: str) -> Judgement:
        """What to make of an answer: text as typed, or numbers of shuffled options."""

    def hint(self, taken: int) -> str:
        """What `taken` hints show of the answer, as plain text."""
