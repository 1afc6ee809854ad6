"""Items to be put in order, shown shuffled."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import TYPE_CHECKING

from studycards.cards.asking import Arrange, Judgement, Prompt, Verdict
from studycards.cards.comparing import numbers
from studycards.cards.fields import Field, FieldProblem, FieldType
from studycards.cards.hints import first_lines

if TYPE_CHECKING:
    from studycards.cards.fields import Fields, Version

FIELDS = (
    Field("question", FieldType.TEXT, "What is asked. Markdown.", required=True),
    Field("answer", FieldType.TEXTS, "The items in the right order. Markdown.", required=True),
)

MOST = 9
"""Items: each has a key."""

_SHORTEST_SLIP = 4
"""Below this many items, two that are swapped are not a slip."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """Judged by position."""

    question: str
    items: tuple[str, ...]

    def prompt(self, seed: str) -> Prompt:
        """The question and the items in the order of `seed`, never the right one."""
        return Prompt(self.question, Arrange(self.shuffled(seed)))

    def shuffled(self, seed: str) -> tuple[str, ...]:
        """The items in the order of `seed`, never the right one."""
        shown = tuple(Random(seed).sample(self.items, len(self.items)))
        return shown if shown != self.items else (*shown[1:], shown[0])

    def answer(self) -> str:
        """A numbered list."""
        return "\n".join(f"{number}. {item}" for number, item in enumerate(self.items, 1))

    def judge(self, given: str, seed: str) -> Judgement:
        """Right when all are in place, nearly when two neighbours of four or more are swapped."""
        shown = self.shuffled(seed)
        order = [shown[n - 1] for n in numbers(given, len(shown)) if 1 <= n <= len(shown)]
        right = [
            item for item, expected in zip(order, self.items, strict=False) if item == expected
        ]
        complete = len(order) == len(self.items)
        if complete and len(right) == len(order):
            return Judgement(Verdict.RIGHT, " → ".join(order))
        detail = f"{len(right)} of {len(self.items)} in place"
        slip = complete and len(order) >= _SHORTEST_SLIP and self._neighbours_swapped(order)
        return Judgement(Verdict.NEARLY if slip else Verdict.WRONG, " → ".join(order), detail)

    def _neighbours_swapped(self, order: list[str]) -> bool:
        wrong = [place for place, item in enumerate(order) if item != self.items[place]]
        return len(wrong) == 2 and wrong[1] - wrong[0] == 1

    def hint(self, taken: int) -> str:
        """The first items."""
        return first_lines("\n".join(self.items), taken)


def problems(fields: Fields) -> list[FieldProblem]:
    """Too few items, or the same twice."""
    items = fields["answer"]
    if len(items) < 2:
        return [FieldProblem("answer", "there is nothing to order", "Give at least two items.")]
    if len(items) > MOST:
        return [FieldProblem("answer", f"there are more than {MOST} items", "Make two cards.")]
    if len(set(items)) < len(items):
        return [FieldProblem("answer", "the same item stands twice", "Make the items differ.")]
    return []


def cards(fields: Fields, python: Version) -> dict[str, Order]:  # noqa: ARG001 - one for all
    """The one card."""
    return {"": Order(question=fields["question"], items=tuple(fields["answer"]))}
