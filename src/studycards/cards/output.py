"""Code whose printed output is the answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from studycards.cards.asking import Judgement, Printed, Write
from studycards.cards.code import fenced
from studycards.cards.fields import Field, FieldType, for_the_version, for_version
from studycards.cards.hints import first_letters, first_lines
from studycards.cards.judging import wrong_answers
from studycards.cards.kind import Claim, Kind, Subjects

if TYPE_CHECKING:
    from collections.abc import Mapping

    from studycards.cards.asking import Variant
    from studycards.cards.fields import Fields


class Output(NamedTuple):
    """Judged by the lines typed."""

    shown: str
    answer: Printed
    wrong: Mapping[str, str] = {}
    """Wrong outputs, with reasons, which may be empty."""

    @property
    def input(self) -> Write:
        """Several lines if the program prints several."""
        return Write(optional=False, lines=self._has_lines)

    @property
    def _has_lines(self) -> bool:
        return "\n" in self.answer.text.strip("\n")

    def judge(self, given: str) -> Judgement:
        """Right if every line is, up to spaces; nearly for a slip in a word."""
        from studycards.cards.judging.printing import judge_output  # noqa: PLC0415 - once given

        return judge_output(given, self.answer.text, self.answer.program, self.wrong)

    def hint(self, taken: int) -> str:
        """The first lines, or the first letters of a single line."""
        first = first_lines if self._has_lines else first_letters
        return first(self.answer.text.strip("\n"), taken)


def _ask(fields: Fields, _suffix: str, variant: Variant) -> Output:
    question, code = fields.get("question", "What does this print?"), fields["code"]
    question = for_the_version(question, fields["answer"], variant.python)
    prints = for_version(fields["answer"], variant.python)
    wrong = wrong_answers(fields.get("wrong", ()))
    return Output(f"{question}\n\n{fenced(code)}", Printed(code, prints), wrong)


def _claims(fields: Fields) -> list[Claim]:
    return [Claim(fields["code"], prints=fields["answer"])]


def _subjects(fields: Fields) -> Subjects:
    return Subjects(fields.get("question", ""), shows_code=True)


KIND = Kind(
    fields=(
        Field(
            "question",
            FieldType.TEXT,
            "The question; “What does this print?” if left out.",
            lines=True,
        ),
        Field("code", FieldType.TEXT, "A complete Python program.", required=True, lines=True),
        Field("answer", FieldType.VERSIONED, "What it prints.", required=True, lines=True),
        Field("wrong", FieldType.WRONG, "Wrong answers, never nearly right."),
    ),
    ask=_ask,
    asks=("question", "code"),
    claims=_claims,
    subjects=_subjects,
)
