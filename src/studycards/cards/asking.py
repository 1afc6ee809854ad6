"""How a card asks and how an answer is taken: the words that every kind shares.

Named tuples, not dataclasses: these are made before the first card is on the screen, and a
dataclass takes 0.3 ms to define, a named tuple 0.04. Annotations are evaluated: as texts, each
would be compiled.
"""

from enum import StrEnum
from typing import NamedTuple, Protocol

from studycards.cards.code import fenced
from studycards.cards.fields import Version


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


class Markdown(NamedTuple):
    """An answer in words."""

    markdown: str


class Formula(NamedTuple):
    """An answer drawn in two dimensions where that fits, else in one line."""

    tex: str
    line: str
    """The same formula in one line of Unicode."""

    @property
    def markdown(self) -> str:
        """The one line."""
        return fenced(self.line, "text")


class Solution(NamedTuple):
    """Python that stands beside the learner's own."""

    code: str

    @property
    def markdown(self) -> str:
        """The code."""
        return fenced(self.code)


class Printed(NamedTuple):
    """What a program prints; the learner may run it and see."""

    program: str
    text: str

    @property
    def markdown(self) -> str:
        """The text that is printed."""
        return fenced(self.text, "text")


Answer = Markdown | Formula | Solution | Printed
"""The right answer, by the way it is drawn; each has its `markdown`."""


class Variant(NamedTuple):
    """Which of the questions that a note can ask is meant."""

    python: Version
    language: str = ""
    """Of the learner, such as `de`; empty for the language of the deck."""
    seed: str = ""
    """Decides what is left to chance: the order of options, the numbers in a question."""


class Question(Protocol):
    """One question, made once for a card: a value of its kind's own type."""

    @property
    def shown(self) -> str:
        """What is asked. Markdown."""

    @property
    def input(self) -> Input:
        """What the learner gives; options are in the order in which they are shown."""

    @property
    def answer(self) -> Answer:
        """The right answer."""

    def judge(self, given: str) -> Judgement:
        """What to make of an answer: text as typed, or numbers of what is shown."""

    def hint(self, taken: int) -> str:
        """What `taken` hints show of the answer, as plain text."""
