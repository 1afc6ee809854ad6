"""A kind of note: everything about it is one value, `KIND` of its module.

Annotations are evaluated here: a named tuple would compile each string annotation.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from studycards.cards.asking import Question, Variant
from studycards.cards.fields import Field, FieldProblem, Fields


class Claim(NamedTuple):
    """Code of a note, and the result that running it must have."""

    code: str
    prints: str | Mapping[str, str] | None = None
    """The expected output, by Python version if it differs; None if it does not matter."""
    fails: bool = False
    """Whether it must fail."""


class Frame(NamedTuple):
    """A text as one card shows it."""

    suffix: str
    left: str
    """The text without the gaps."""
    hidden: tuple[str, ...]


class Subjects(NamedTuple):
    """The parts of a note that the rules of `check` look at; a rule without its subject passes."""

    question: str
    """The question, with nothing hidden. Markdown."""
    shows_code: bool = False
    """Whether code is shown with the question."""
    answers: tuple[str, ...] = ()
    """The right answers. Markdown."""
    maximum_words: int | None = None
    """Maximum words of an answer or a gap; None if the answer is not in words."""
    frames: tuple[Frame, ...] = ()
    """A text with gaps, once for each card."""
    options: tuple[str, ...] = ()
    """The options, the right ones included."""
    formulas: tuple[str, ...] = ()
    """Notations of one formula: TeX, one line of Unicode, then those accepted."""
    symbols: tuple[tuple[str, str], ...] = ()
    """What the names of the formula are."""


def _one_card(_fields: Fields) -> Sequence[str]:
    return ("",)


def _field_answer(fields: Fields) -> Any:
    return fields.get("answer")


def _no_claims(_fields: Fields) -> Sequence[Claim]:
    return ()


def _nothing_given(_fields: Fields) -> Mapping[str, str]:
    return {}


def _no_problems(_fields: Fields) -> list[FieldProblem]:
    return []


def _question_alone(fields: Fields) -> Subjects:
    return Subjects(fields.get("question", ""))


class Kind(NamedTuple):
    """Everything specific to a kind of note; its functions take notes without problems."""

    fields: tuple[Field, ...]
    """The fields besides the common ones, in the order written."""
    ask: Callable[[Fields, str, Variant], Question]
    """The question of the card with a suffix."""
    suffixes: Callable[[Fields], Sequence[str]] = _one_card
    """The suffixes of a note's cards, each once; one may be empty."""
    asks: tuple[str, ...] = ("question",)
    """Fields that state the question; the first one present is its short form."""
    answer: Callable[[Fields], Any] = _field_answer
    """The right answer as a proof sees it, a JSON value; by Python version if it differs."""
    gives: Callable[[Fields], Mapping[str, str]] = _nothing_given
    """Source of the functions that a proof is given, by their names."""
    claims: Callable[[Fields], Sequence[Claim]] = _no_claims
    """All code of a note that may be run: the learner's trust is tied to it."""
    problems: Callable[[Fields], list[FieldProblem]] = _no_problems
    """Problems beyond the names and types of fields, which are checked before."""
    subjects: Callable[[Fields], Subjects] = _question_alone
