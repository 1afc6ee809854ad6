"""A question and its answer, on request also the way back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from studycards.cards.asking import Judgement, Prompt, Verdict, Write
from studycards.cards.comparing import judge_text
from studycards.cards.fields import Field, FieldType, for_version
from studycards.cards.hints import first_letters

if TYPE_CHECKING:
    from studycards.cards.fields import Fields, Version

FIELDS = (
    Field("question", FieldType.TEXT, "What is asked. Markdown.", required=True),
    Field("answer", FieldType.VERSIONED, "The answer. Markdown.", required=True),
    Field("reversed", FieldType.SWITCH, "Also ask the question from the answer."),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Basic:
    """Think or type; an answer that differs in words is left to the learner to judge."""

    question: str
    expected: str

    def prompt(self, seed: str) -> Prompt:  # noqa: ARG002 - nothing to shuffle
        """The question."""
        return Prompt(self.question, Write(optional=True))

    def answer(self) -> str:
        """The answer."""
        return self.expected

    def judge(self, given: str, seed: str) -> Judgement:  # noqa: ARG002 - nothing to shuffle
        """Right or nearly when the words agree; other words may be as good."""
        judgement = judge_text(given, [self.expected])
        if judgement.verdict is Verdict.WRONG:
            return judgement._replace(verdict=None, detail="compare it with the answer")
        return judgement

    def hint(self, taken: int) -> str:
        """The first words, or the first letters of the only one."""
        words = self.expected.split()
        if len(words) == 1:
            return first_letters(self.expected.strip("`"), taken)
        return " ".join([*words[:taken], *(["…"] if taken < len(words) else [])])


def cards(fields: Fields, python: Version) -> dict[str, Basic]:
    """The card, and the way back."""
    question, answer = fields["question"], for_version(fields["answer"], python)
    made = {"": Basic(question=question, expected=answer)}
    if fields.get("reversed") == "true":
        made["reverse"] = Basic(question=answer, expected=question)
    return made
