"""A kind of note: everything about it is one value, `KIND` of its module.

Annotations are evaluated here: as texts, each would be compiled when a named tuple is defined.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from studycards.cards.asking import Question, Variant
from studycards.cards.fields import Field, FieldProblem, Fields


class Claim(NamedTuple):
    """Code of a note, and what running it has to show."""

    code: str
    prints: str | Mapping[str, str] | None = None
    """What it prints, by Python version where that differs; None where it does not matter."""
    fails: bool = False
    """Whether it has to fail."""


class Frame(NamedTuple):
    """A text as one card shows it."""

    suffix: str
    left: str
    """The text without what is hidden."""
    hidden: tuple[str, ...]


class Subjects(NamedTuple):
    """What the rules of `check` look at in a note; a rule without a subject has no complaint."""

    question: str
    """What is asked, with nothing hidden. Markdown."""
    shows_code: bool = False
    """Whether code stands beside the question."""
    answers: tuple[str, ...] = ()
    """The right answers. Markdown."""
    maximum_words: int | None = None
    """Words that an answer or a gap may have; None where it is not said or typed in words."""
    frames: tuple[Frame, ...] = ()
    """A text with gaps, once for each card."""
    options: tuple[str, ...] = ()
    """What to choose from, the answers among them."""
    formulas: tuple[str, ...] = ()
    """Forms of one formula, the one that is shown first."""


def _one_card(_fields: Fields) -> Sequence[str]:
    return ("",)


def _field_answer(fields: Fields) -> Any:
    return fields.get("answer")


def _no_claims(_fields: Fields) -> Sequence[Claim]:
    return ()


def _no_problems(_fields: Fields) -> list[FieldProblem]:
    return []


def _question_alone(fields: Fields) -> Subjects:
    return Subjects(fields.get("question", ""))


class Kind(NamedTuple):
    """What sets one kind of note apart; functions take notes without problems."""

    fields: tuple[Field, ...]
    """Besides the common ones, in the order in which they are written."""
    ask: Callable[[Fields, str, Variant], Question]
    """The question of the card with a suffix."""
    suffixes: Callable[[Fields], Sequence[str]] = _one_card
    """The suffixes of a note's cards, each once; one may be empty."""
    asks: tuple[str, ...] = ("question",)
    """Fields that say what a note asks; the first that is there stands for it in short."""
    answer: Callable[[Fields], Any] = _field_answer
    """The right answer as a proof sees it, a JSON value; by Python version where that differs."""
    claims: Callable[[Fields], Sequence[Claim]] = _no_claims
    """All code of a note that is ever run: a learner's trust is tied to it."""
    problems: Callable[[Fields], list[FieldProblem]] = _no_problems
    """What is wrong beyond names and types of fields, which are checked before."""
    subjects: Callable[[Fields], Subjects] = _question_alone
