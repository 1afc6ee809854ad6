"""Code to be written; tests decide."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from studycards.cards.asking import Judgement, Program, Prompt, Verdict
from studycards.cards.code import fenced
from studycards.cards.fields import Field, FieldType
from studycards.cards.hints import first_lines

if TYPE_CHECKING:
    from studycards.cards.fields import Fields, Version

FIELDS = (
    Field("question", FieldType.TEXT, "What to write. Markdown.", required=True),
    Field("starter", FieldType.TEXT, "The skeleton that is given."),
    Field("solution", FieldType.TEXT, "Code that passes the tests.", required=True),
    Field("tests", FieldType.TEXT, "Assertions that run after the code.", required=True),
    Field("bad", FieldType.TEXTS, "Wrong solutions; each must fail the tests."),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Exercise:
    """Judged by running the tests, which is not done here."""

    question: str
    starter: str
    solution: str
    tests: str

    def prompt(self, seed: str) -> Prompt:  # noqa: ARG002 - nothing to shuffle
        """What to write, and the skeleton."""
        skeleton = f"\n\n{fenced(self.starter)}" if self.starter else ""
        return Prompt(self.question + skeleton, Program(self.starter, self.tests))

    def answer(self) -> str:
        """The solution."""
        return fenced(self.solution)

    def judge(self, given: str, seed: str) -> Judgement:  # noqa: ARG002 - nothing to shuffle
        """Code that is the solution is right; of other code only its tests can tell."""
        same = given.split() == self.solution.split()
        return Judgement(Verdict.RIGHT if same else None, given)

    def hint(self, taken: int) -> str:
        """The first lines of the solution."""
        return first_lines(self.solution, taken)


def cards(fields: Fields, python: Version) -> dict[str, Exercise]:  # noqa: ARG001 - one for all
    """The one card."""
    return {
        "": Exercise(
            question=fields["question"],
            starter=fields.get("starter", ""),
            solution=fields["solution"],
            tests=fields["tests"],
        )
    }
