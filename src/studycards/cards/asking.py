"""Questions, inputs, answers and verdicts: the types that every kind shares.

Named tuples, not dataclasses: they are defined before the first card is on the screen, and a
dataclass takes 0.3 ms to define, a named tuple 0.04. Annotations are evaluated, because string
annotations would each be compiled.
"""

from enum import StrEnum
from typing import NamedTuple, Protocol

from studycards.cards.code import fenced
from studycards.cards.fields import Version


class Verdict(StrEnum):
    """A verdict on an answer."""

    RIGHT = "right"
    NEARLY = "nearly"
    """A slip: the learner knew it."""
    WRONG = "wrong"


class Reveal(NamedTuple):
    """No input: think, look, rate."""


class Write(NamedTuple):
    """Text of one or several lines."""

    optional: bool
    """Whether the learner may look at the answer without typing one."""
    lines: bool = False
    """Whether the answer may have several lines."""


class Choose(NamedTuple):
    """One or several of the options, given by their numbers from 1."""

    options: tuple[str, ...]
    several: bool


class Arrange(NamedTuple):
    """The items in the right order, given by their numbers from 1."""

    items: tuple[str, ...]


class Program(NamedTuple):
    """Code, written from a skeleton and judged by running its tests."""

    starter: str
    tests: str
    """Run after the code, in the same namespace."""


Input = Reveal | Write | Choose | Arrange | Program


class Judgement(NamedTuple):
    """A response with its verdict."""

    verdict: Verdict | None
    """None if only the learner can judge."""
    given: str
    """The answer as recorded in the history."""
    detail: str = ""
    """A remark for the learner, such as "3 of 5 in place"."""
    expected: str = ""
    """The expected answer, to compare with; empty if that would not help."""
    reason: str = ""
    """Why a wrong answer is wrong, as the author says. Markdown."""


class Markdown(NamedTuple):
    """An answer in words."""

    markdown: str


class Formula(NamedTuple):
    """An answer drawn in two dimensions if it fits, otherwise in one line."""

    tex: str
    line: str
    """The same formula in one line of Unicode."""

    @property
    def markdown(self) -> str:
        """The formula in one line."""
        return fenced(self.line, "text")


class Solution(NamedTuple):
    """Python code, shown beside the learner's own."""

    code: str

    @property
    def markdown(self) -> str:
        """The code as a Markdown fence."""
        return fenced(self.code)


class Printed(NamedTuple):
    """The output of a program, which the learner may run."""

    program: str
    text: str

    @property
    def markdown(self) -> str:
        """The output as a Markdown fence."""
        return fenced(self.text, "text")


Answer = Markdown | Formula | Solution | Printed
"""The right answer, one type for each way to draw it; each has `markdown`."""


class Variant(NamedTuple):
    """What selects one of the questions that a note can ask."""

    python: Version
    language: str = ""
    """The learner's language, such as `de`; empty for that of the deck."""
    seed: str = ""
    """Seed of all random choices: the order of options, the numbers in a question."""


class Question(Protocol):
    """One question, made once for a card: a value of its kind's own type."""

    @property
    def shown(self) -> str:
        """The question. Markdown."""

    @property
    def input(self) -> Input:
        """The kind of response it takes; options are in the order shown."""

    @property
    def answer(self) -> Answer:
        """The right answer."""

    def judge(self, given: str) -> Judgement:
        """Judge a response: text as typed, or the numbers of items as shown."""

    def hint(self, taken: int) -> str:
        """The part of the answer that `taken` hints reveal, as plain text."""
