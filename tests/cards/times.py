"""A kind of note that the program has never heard of: another question each time it comes."""

from __future__ import annotations

from random import Random
from typing import NamedTuple

from studycards.cards.asking import Judgement, Printed, Variant, Verdict, Write
from studycards.cards.fields import Field, FieldProblem, Fields, FieldType
from studycards.cards.hints import first_letters
from studycards.cards.kind import Claim, Kind, Subjects


class Times(NamedTuple):
    """Judged by the product."""

    shown: str
    answer: Printed
    input: Write = Write(optional=False)

    def judge(self, given: str) -> Judgement:
        """Right for the digits."""
        right = given.strip() == self.answer.text
        return Judgement(Verdict.RIGHT if right else Verdict.WRONG, given, "", self.answer.text)

    def hint(self, taken: int) -> str:
        """The first digits."""
        return first_letters(self.answer.text, taken)


def _ask(fields: Fields, suffix: str, variant: Variant) -> Times:
    factor, other = int(fields["factor"]), Random(variant.seed).randint(100, 999)
    one, two = (other, factor) if suffix == "back" else (factor, other)
    words = "Combien font" if variant.language == "fr" else "What is"
    return Times(f"{words} {one} × {two}?", Printed(f"print({one} * {two})", str(one * two)))


def _problems(fields: Fields) -> list[FieldProblem]:
    if fields["factor"].isdecimal():
        return []
    return [FieldProblem("factor", f"'{fields['factor']}' is no number", "Write digits.")]


KIND = Kind(
    fields=(
        Field("factor", FieldType.TEXT, "What is multiplied.", required=True, lines=True),
        Field("story", FieldType.TEXT, "Where it comes from."),
    ),
    ask=_ask,
    suffixes=lambda _: ("there", "back"),
    asks=("factor", "story"),
    answer=lambda fields: int(fields["factor"]) * 10,
    claims=lambda fields: [Claim(f"print({fields['factor']} * 2)", prints="14")],
    problems=_problems,
    subjects=lambda fields: Subjects(fields.get("story", "")),
)
