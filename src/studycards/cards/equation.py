"""A formula: shown in two dimensions where that fits, else in one line; typed in one line."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from studycards.cards.asking import Judgement, Prompt, Verdict, Write
from studycards.cards.code import fenced
from studycards.cards.comparing import normal
from studycards.cards.fields import Field, FieldType
from studycards.cards.formula import Tree, readings, right_side
from studycards.cards.hints import first_letters

if TYPE_CHECKING:
    from collections.abc import Iterable

    from studycards.cards.fields import Fields, Version

FIELDS = (
    Field("question", FieldType.TEXT, "What is asked. Markdown.", required=True),
    Field("tex", FieldType.TEXT, "The formula in TeX.", required=True),
    Field("unicode", FieldType.TEXT, "The formula in one line of Unicode.", required=True),
    Field("accept", FieldType.TEXTS, "Forms in which a learner may type it."),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Equation:
    """Judged up to spacing, signs for multiplication, the order of terms and ways of indexing."""

    question: str
    tex: str
    line: str
    accept: tuple[str, ...]

    def prompt(self, seed: str) -> Prompt:  # noqa: ARG002 - nothing to shuffle
        """The question."""
        return Prompt(self.question, Write(optional=True))

    def answer(self) -> str:
        """The formula in one line."""
        return fenced(self.line, "text")

    def judge(self, given: str, seed: str) -> Judgement:  # noqa: ARG002 - nothing to shuffle
        """Right for the formula or its right side, nearly when only case differs."""
        words = tuple(re.findall(r"\\(?:operatorname|mathrm|text)\{([a-zA-Z]{2,})\}", self.tex))
        accepted = (self.line, *self.accept)
        expected, written = _forms(accepted, words), readings(given, words)
        if normal(given) in map(normal, accepted) or written & expected:
            return Judgement(Verdict.RIGHT, given)
        folded = {repr(form).casefold() for form in expected}
        if any(repr(form).casefold() in folded for form in written):
            return Judgement(Verdict.NEARLY, given, "case differs")
        return Judgement(Verdict.WRONG, given)

    def hint(self, taken: int) -> str:
        """The first signs."""
        return first_letters(self.line, taken)


def _forms(texts: Iterable[str], words: tuple[str, ...]) -> set[Tree]:
    """The forms of some texts, and what stands right of their `=`."""
    whole = set().union(*(readings(text, words) for text in texts), set())
    return whole | {right for tree in whole if (right := right_side(tree))}


def cards(fields: Fields, python: Version) -> dict[str, Equation]:  # noqa: ARG001 - one for all
    """The one card."""
    return {
        "": Equation(
            question=fields["question"],
            tex=fields["tex"],
            line=fields["unicode"],
            accept=tuple(fields.get("accept", ())),
        )
    }
