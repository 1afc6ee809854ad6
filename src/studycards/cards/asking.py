"""How a card asks and how an answer is taken: the words that every kind shares."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol


class Verdict(StrEnum):
    """What we made of an answer."""

    RIGHT = "right"
    NEARLY = "nearly"
    """A slip: the learner knew it."""
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Reveal:
    """Nothing to give: think, look, rate."""


@dataclass(frozen=True, slots=True)
class Write:
    """A line of text."""

    optional: bool
    """Whether the learner may as well think the answer and look."""


@dataclass(frozen=True, slots=True)
class Choose:
    """One or several of the options, given by their numbers from 1."""

    options: tuple[str, ...]
    several: bool


@dataclass(frozen=True, slots=True)
class Arrange:
    """The items in their right order, given by their numbers from 1."""

    items: tuple[str, ...]


Input = Reveal | Write | Choose | Arrange


@dataclass(frozen=True, slots=True)
class Prompt:
    """What a card shows before it is answered."""

    question: str
    """Markdown."""
    input: Input


@dataclass(frozen=True, slots=True)
class Judgement:
    """A verdict on what was given."""

    verdict: Verdict | None
    """None where only the learner can tell."""
    given: str
    """The answer as it is kept in the history."""
    detail: str = ""
    """What the learner should know of it, such as "3 of 5 in place"."""


class Content(Protocol):
    """What one card asks: implemented once for each kind."""

    def prompt(self, seed: str) -> Prompt:
        """The question; `seed` decides how options are shuffled."""

    def answer(self) -> str:
        """The right answer in Markdown."""

    def judge(self, given: str, seed: str) -> Judgement:
        """What to make of an answer: text as typed, or numbers of shuffled options."""
