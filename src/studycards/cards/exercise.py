"""Code to be written; tests decide."""

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
    """Judged by running the tests, which is not done here."""

    shown: str
    input: Program
    answer: Solution

    def judge(self, given: str) -> Judgement:
        """Code that is the solution is right; of other code only its tests can tell."""
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
        Field("starter", FieldType.TEXT, "The skeleton that is given.", lines=True),
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
