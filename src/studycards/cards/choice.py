"""Options of which one or several are right, shown shuffled."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING, NamedTuple

from studycards.cards.asking import Choose, Judgement, Markdown, Verdict
from studycards.cards.comparing import numbers
from studycards.cards.fields import Field, FieldProblem, FieldType, texts_of
from studycards.cards.kind import Kind, Subjects

if TYPE_CHECKING:
    from studycards.cards.asking import Variant
    from studycards.cards.fields import Fields

MOST = 9
"""Maximum number of options: each has a key."""


class Choice(NamedTuple):
    """Judged by the options chosen."""

    shown: str
    input: Choose
    right: tuple[str, ...]
    """The right options, in the order written, as are the wrong ones."""
    wrong: tuple[str, ...]

    @property
    def answer(self) -> Markdown:
        """The right option, or a list of them."""
        if len(self.right) == 1:
            return Markdown(self.right[0])
        return Markdown("\n".join(f"- {option}" for option in self.right))

    def judge(self, given: str) -> Judgement:
        """Right if exactly the right options are chosen, nearly if some are missing."""
        options = self.input.options
        chosen = {options[n - 1] for n in numbers(given, len(options)) if 1 <= n <= len(options)}
        kept = " | ".join(option for option in options if option in chosen)
        right = set(self.right)
        if chosen == right:
            return Judgement(Verdict.RIGHT, kept)
        found = len(chosen & right)
        too_many = f", {len(chosen - right)} too many" if chosen - right else ""
        detail = f"{found} of {len(right)} found{too_many}" if len(right) > 1 else ""
        missing_only = bool(chosen) and chosen < right
        return Judgement(Verdict.NEARLY if missing_only else Verdict.WRONG, kept, detail)

    def hint(self, taken: int) -> str:
        """Some of the wrong options."""
        return "\n".join(f"not: {option}" for option in self.wrong[:taken])


def _ask(fields: Fields, _suffix: str, variant: Variant) -> Choice:
    options, answers = fields["options"], texts_of(fields["answer"])
    shuffled = tuple(Random(variant.seed).sample(options, len(options)))
    return Choice(
        shown=fields["question"],
        input=Choose(shuffled, several=len(answers) > 1),
        right=tuple(option for option in options if option in answers),
        wrong=tuple(option for option in options if option not in answers),
    )


def _problems(fields: Fields) -> list[FieldProblem]:
    """Too few options, a duplicate, or an answer that is not an option."""
    options = fields["options"]
    found = []
    if len(options) < 2:
        found.append(FieldProblem("options", "there is nothing to choose", "Give at least two."))
    if len(set(options)) < len(options):
        found.append(FieldProblem("options", "the same option appears twice", "Remove one."))
    if len(options) > MOST:
        found.append(FieldProblem("options", f"there are more than {MOST} options", "Drop some."))
    answers = texts_of(fields["answer"])
    if len(set(answers)) < len(answers):
        found.append(FieldProblem("answer", "the same answer appears twice", "Remove one."))
    found += [
        FieldProblem(
            "answer", f"'{answer}' is not one of the options", "Copy the right option's text."
        )
        for answer in answers
        if answer not in options
    ]
    return found


def _subjects(fields: Fields) -> Subjects:
    return Subjects(
        fields["question"], answers=texts_of(fields["answer"]), options=tuple(fields["options"])
    )


KIND = Kind(
    fields=(
        Field("question", FieldType.TEXT, "The question. Markdown.", required=True, lines=True),
        Field("options", FieldType.TEXTS, "The options to choose from. Markdown.", required=True),
        Field("answer", FieldType.TEXT_OR_TEXTS, "The right option or options.", required=True),
    ),
    ask=_ask,
    problems=_problems,
    subjects=_subjects,
)
