"""Code to write, judged by tests."""

from __future__ import annotations

from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple

from studycards.cards.asking import Judgement, Program, Solution, Verdict
from studycards.cards.code import fenced
from studycards.cards.fields import Field, FieldType
from studycards.cards.hints import first_lines
from studycards.cards.kind import Claim, Kind, Subjects

if TYPE_CHECKING:
    from studycards.cards.fields import Fields


class Exercise(NamedTuple):
    """Judged by running the tests, which the review session does."""

    shown: str
    input: Program
    answer: Solution

    def judge(self, given: str) -> Judgement:
        """Right if the code is the solution; other code is judged by its tests."""
        same = given.split() == self.answer.code.split()
        return Judgement(Verdict.RIGHT if same else None, given)

    def hint(self, taken: int) -> str:
        """The first lines of the solution."""
        return first_lines(self.answer.code, taken)


def _ask(fields: Fields, *_: object) -> Exercise:
    starter = fields.get("starter", "")
    return Exercise(
        shown=fields["question"] + (f"\n\n{fenced(starter)}" if starter else ""),
        input=Program(starter, fields["tests"]),
        answer=Solution(fields["solution"]),
    )


def _claims(fields: Fields) -> list[Claim]:
    tests = fields["tests"]
    return [
        Claim(f"{fields['solution']}\n{tests}"),
        *(Claim(f"{wrong}\n{tests}", fails=True) for wrong in fields.get("bad", ())),
    ]


def _subjects(fields: Fields) -> Subjects:
    return Subjects(fields["question"], shows_code="starter" in fields)


KIND = Kind(
    fields=(
        Field("question", FieldType.TEXT, "What to write. Markdown.", required=True, lines=True),
        Field("starter", FieldType.TEXT, "The code to start from.", lines=True),
        Field("solution", FieldType.TEXT, "Code that passes the tests.", required=True, lines=True),
        Field(
            "tests",
            FieldType.TEXT,
            "Assertions that run after the code.",
            required=True,
            lines=True,
        ),
        Field("bad", FieldType.TEXTS, "Wrong solutions; each must fail the tests."),
    ),
    ask=_ask,
    answer=itemgetter("solution"),
    claims=_claims,
    subjects=_subjects,
)
