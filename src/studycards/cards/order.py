"""Items to put in order, shown shuffled."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING, NamedTuple

from studycards.cards.asking import Arrange, Judgement, Markdown, Verdict
from studycards.cards.comparing import numbers
from studycards.cards.fields import Field, FieldProblem, FieldType, texts_of
from studycards.cards.hints import first_lines
from studycards.cards.kind import Kind, Subjects

if TYPE_CHECKING:
    from studycards.cards.asking import Variant
    from studycards.cards.fields import Fields

MOST = 9
"""Maximum number of items: each has a key."""

_SHORTEST_SLIP = 4
"""Below this many items, two swapped ones are not a slip."""


class Order(NamedTuple):
    """Judged by position."""

    shown: str
    input: Arrange
    right: tuple[str, ...]
    """The items in the right order, which is never the one shown."""

    @property
    def answer(self) -> Markdown:
        """A numbered list."""
        return Markdown("\n".join(f"{number}. {item}" for number, item in enumerate(self.right, 1)))

    def judge(self, given: str) -> Judgement:
        """Right if all are in place, nearly if two neighbours among four or more are swapped."""
        items = self.input.items
        order = [items[n - 1] for n in numbers(given, len(items)) if 1 <= n <= len(items)]
        in_place = [
            item for item, expected in zip(order, self.right, strict=False) if item == expected
        ]
        complete = len(order) == len(self.right)
        if complete and len(in_place) == len(order):
            return Judgement(Verdict.RIGHT, " → ".join(order))
        detail = f"{len(in_place)} of {len(self.right)} in place"
        slip = complete and len(order) >= _SHORTEST_SLIP and self._neighbours_swapped(order)
        return Judgement(Verdict.NEARLY if slip else Verdict.WRONG, " → ".join(order), detail)

    def _neighbours_swapped(self, order: list[str]) -> bool:
        wrong = [index for index, item in enumerate(order) if item != self.right[index]]
        return len(wrong) == 2 and wrong[1] - wrong[0] == 1

    def hint(self, taken: int) -> str:
        """The first items."""
        return first_lines("\n".join(self.right), taken)


def _ask(fields: Fields, _suffix: str, variant: Variant) -> Order:
    right = tuple(fields["answer"])
    shuffled = tuple(Random(variant.seed).sample(right, len(right)))
    if shuffled == right:
        shuffled = (*shuffled[1:], shuffled[0])
    return Order(fields["question"], Arrange(shuffled), right)


def _problems(fields: Fields) -> list[FieldProblem]:
    """Too few items, too many, or a duplicate."""
    items = fields["answer"]
    if len(items) < 2:
        return [FieldProblem("answer", "there is nothing to order", "Give at least two items.")]
    if len(items) > MOST:
        return [FieldProblem("answer", f"there are more than {MOST} items", "Make two cards.")]
    if len(set(items)) < len(items):
        return [FieldProblem("answer", "the same item appears twice", "Make the items differ.")]
    return []


def _subjects(fields: Fields) -> Subjects:
    return Subjects(fields["question"], answers=texts_of(fields["answer"]))


KIND = Kind(
    fields=(
        Field("question", FieldType.TEXT, "The question. Markdown.", required=True, lines=True),
        Field("answer", FieldType.TEXTS, "The items in the right order. Markdown.", required=True),
    ),
    ask=_ask,
    problems=_problems,
    subjects=_subjects,
)
