"""Options of which one or several are right, shown shuffled."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import TYPE_CHECKING

from studycards.cards.asking import Choose, Judgement, Prompt, Verdict
from studycards.cards.comparing import numbers
from studycards.cards.fields import Field, FieldProblem, FieldType

if TYPE_CHECKING:
    from studycards.cards.fields import Fields, Version

FIELDS = (
    Field("question", FieldType.TEXT, "What is asked. Markdown.", required=True),
    Field("options", FieldType.TEXTS, "What to choose from. Markdown.", required=True),
    Field("answer", FieldType.TEXT_OR_TEXTS, "The right option or options.", required=True),
)

MOST = 9
"""Options: each has a key."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """Judged by what is chosen."""

    question: str
    options: tuple[str, ...]
    right: tuple[str, ...]

    def prompt(self, seed: str) -> Prompt:
        """The question and the options in the order of `seed`."""
        return Prompt(self.question, Choose(self.shuffled(seed), several=len(self.right) > 1))

    def shuffled(self, seed: str) -> tuple[str, ...]:
        """The options in the order of `seed`."""
        return tuple(Random(seed).sample(self.options, len(self.options)))

    def answer(self) -> str:
        """The right option, or a list of them."""
        if len(self.right) == 1:
            return self.right[0]
        return "\n".join(f"- {option}" for option in self.options if option in self.right)

    def judge(self, given: str, seed: str) -> Judgement:
        """Right when exactly the right ones are chosen, nearly when some are missing."""
        shown = self.shuffled(seed)
        chosen = {shown[n - 1] for n in numbers(given, len(shown)) if 1 <= n <= len(shown)}
        kept = " | ".join(option for option in shown if option in chosen)
        right = set(self.right)
        if chosen == right:
            return Judgement(Verdict.RIGHT, kept)
        found = len(chosen & right)
        too_many = f", {len(chosen - right)} too many" if chosen - right else ""
        detail = f"{found} of {len(right)} found{too_many}" if len(right) > 1 else ""
        missing_only = bool(chosen) and chosen < right
        return Judgement(Verdict.NEARLY if missing_only else Verdict.WRONG, kept, detail)

    def hint(self, taken: int) -> str:
        """Options that are wrong."""
        wrong = [option for option in self.options if option not in self.right]
        return "\n".join(f"not: {option}" for option in wrong[:taken])


def problems(fields: Fields) -> list[FieldProblem]:
    """Too few options, the same twice, or an answer that is none of them."""
    options = fields["options"]
    found = []
    if len(options) < 2:
        found.append(FieldProblem("options", "there is nothing to choose", "Give at least two."))
    if len(set(options)) < len(options):
        found.append(FieldProblem("options", "the same option stands twice", "Remove one."))
    if len(options) > MOST:
        found.append(FieldProblem("options", f"there are more than {MOST} options", "Drop some."))
    answers = _answers(fields)
    if len(set(answers)) < len(answers):
        found.append(FieldProblem("answer", "the same answer stands twice", "Remove one."))
    found += [
        FieldProblem(
            "answer", f"'{answer}' is none of the options", "Copy the right option's text."
        )
        for answer in answers
        if answer not in options
    ]
    return found


def cards(fields: Fields, python: Version) -> dict[str, Choice]:  # noqa: ARG001 - one for all
    """The one card."""
    return {
        "": Choice(
            question=fields["question"],
            options=tuple(fields["options"]),
            right=tuple(_answers(fields)),
        )
    }


def _answers(fields: Fields) -> list[str]:
    answer = fields["answer"]
    return [answer] if isinstance(answer, str) else answer
