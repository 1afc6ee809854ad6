"""A question and its answer, optionally also asked in reverse."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from studycards.cards.asking import Judgement, Markdown, Write
from studycards.cards.fields import Field, FieldType, for_the_version, for_version, texts_of
from studycards.cards.hints import first_letters
from studycards.cards.judging import Expected, recognized, wrong_answers
from studycards.cards.kind import Kind, Subjects

if TYPE_CHECKING:
    from studycards.cards.asking import Variant
    from studycards.cards.fields import Fields


class Basic(NamedTuple):
    """Thought or typed; the learner judges an answer in other words."""

    shown: str
    expected: Expected
    input: Write = Write(optional=True)

    @property
    def answer(self) -> Markdown:
        """The expected text."""
        return Markdown(self.expected.answers[0])

    def judge(self, given: str) -> Judgement:
        """Right or nearly if the words agree, wrong if listed; otherwise the learner judges."""
        judgement = recognized(given, self.expected)
        if judgement.verdict is None:
            return judgement._replace(detail="compare it with the answer")
        return judgement

    def hint(self, taken: int) -> str:
        """The first words, or the first letters of a single word."""
        words = self.answer.markdown.split()
        if len(words) == 1:
            return first_letters(words[0].strip("`"), taken)
        return " ".join([*words[:taken], *(["…"] if taken < len(words) else [])])


def _suffixes(fields: Fields) -> list[str]:
    return ["", "reverse"] if fields.get("reversed") == "true" else [""]


def _ask(fields: Fields, suffix: str, variant: Variant) -> Basic:
    question, answer = fields["question"], for_version(fields["answer"], variant.python)
    if suffix:
        shown = for_the_version(answer, fields["answer"], variant.python)
        return Basic(shown, Expected((question,), asked=answer))
    shown = for_the_version(question, fields["answer"], variant.python)
    wrong = wrong_answers(fields.get("wrong", ()))
    return Basic(shown, Expected((answer,), wrong, asked=question))


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
