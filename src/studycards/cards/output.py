"""Code whose printed output is the answer."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from studycards.cards.asking import Judgement, Printed, Verdict, Write
from studycards.cards.code import fenced
from studycards.cards.fields import Field, FieldType, for_version
from studycards.cards.hints import first_letters, first_lines
from studycards.cards.kind import Claim, Kind, Subjects

if TYPE_CHECKING:
    from studycards.cards.asking import Variant
    from studycards.cards.fields import Fields


class Output(NamedTuple):
    """Judged by the lines typed."""

    shown: str
    answer: Printed

    @property
    def input(self) -> Write:
        """Several lines if the program prints several."""
        return Write(optional=False, lines=self._has_lines)

    @property
    def _has_lines(self) -> bool:
        return "\n" in self.answer.text.strip("\n")

    def judge(self, given: str) -> Judgement:
        """Right if every line is; nearly if only spaces, quotes or case differ."""
        expected = self.answer.text
        written, printed = _lines(given), _lines(expected)
        if written == printed:
            return Judgement(Verdict.RIGHT, given)
        if _without_form(written) == _without_form(printed):
            detail = "spaces, quotes or case differ"
            return Judgement(Verdict.NEARLY, given, detail, expected)
        right = sum(ours == theirs for ours, theirs in zip(written, printed, strict=False))
        detail = f"{right} of {len(printed)} lines" if len(printed) > 1 else ""
        return Judgement(Verdict.WRONG, given, detail, expected)

    def hint(self, taken: int) -> str:
        """The first lines, or the first letters of a single line."""
        first = first_lines if self._has_lines else first_letters
        return first(self.answer.text.strip("\n"), taken)


def _lines(text: str) -> list[str]:
    return [line.rstrip() for line in text.strip("\n").rstrip().split("\n")]


def _without_form(lines: list[str]) -> str:
    return re.sub(r"[\s'\"]", "", "".join(lines)).casefold()


def _ask(fields: Fields, _suffix: str, variant: Variant) -> Output:
    question, code = fields.get("question", "What does this print?"), fields["code"]
    prints = for_version(fields["answer"], variant.python)
    return Output(f"{question}\n\n{fenced(code)}", Printed(code, prints))


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
