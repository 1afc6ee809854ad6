"""A question and its answer, optionally also asked in reverse."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from studycards.cards.asking import Judgement, Markdown, Verdict, Write
from studycards.cards.comparing import judge_text
from studycards.cards.fields import Field, FieldType, for_version, texts_of
from studycards.cards.hints import first_letters
from studycards.cards.kind import Kind, Subjects

if TYPE_CHECKING:
    from studycards.cards.asking import Variant
    from studycards.cards.fields import Fields


class Basic(NamedTuple):
    """Thought or typed; the learner judges an answer in other words."""

    shown: str
    expected: str
    input: Write = Write(optional=True)

    @property
    def answer(self) -> Markdown:
        """The expected text."""
        return Markdown(self.expected)

    def judge(self, given: str) -> Judgement:
        """Right or nearly if the words agree; otherwise the learner judges."""
        judgement = judge_text(given, [self.expected])
        if judgement.verdict is Verdict.WRONG:
            return judgement._replace(verdict=None, detail="compare it with the answer")
        return judgement

    def hint(self, taken: int) -> str:
        """The first words, or the first letters of a single word."""
        words = self.expected.split()
        if len(words) == 1:
            return first_letters(self.expected.strip("`"), taken)
        return " ".join([*words[:taken], *(["…"] if taken < len(words) else [])])


def _suffixes(fields: Fields) -> list[str]:
    return ["", "reverse"] if fields.get("reversed") == "true" else [""]


def _ask(fields: Fields, suffix: str, variant: Variant) -> Basic:
    question, answer = fields["question"], for_version(fields["answer"], variant.python)
    return Basic(answer, question) if suffix else Basic(question, answer)


def _subjects(fields: Fields) -> Subjects:
    return Subjects(fields["question"], answers=texts_of(fields["answer"]), maximum_words=25)


KIND = Kind(
    fields=(
        Field("question", FieldType.TEXT, "The question. Markdown.", required=True, lines=True),
        Field("answer", FieldType.VERSIONED, "The answer. Markdown.", required=True, lines=True),
        Field("wrong", FieldType.WRONG, "Wrong answers, never nearly right."),
        Field("reversed", FieldType.SWITCH, "Also ask the question from the answer."),
    ),
    ask=_ask,
    suffixes=_suffixes,
    subjects=_subjects,
)
