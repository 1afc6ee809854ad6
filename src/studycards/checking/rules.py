"""What makes a card hard to learn from: one rule, one code, one reason from the literature.

The reasons cite P. Wozniak, "Effective learning: Twenty rules of formulating knowledge" (1999)
as W with the number of the rule, and A. Matuschak, "How to write good prompts" (2020) as M.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from studycards.cards import kind_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from studycards.cards.fields import Fields
    from studycards.cards.kind import Subjects


@dataclass(frozen=True, slots=True)
class Rule:
    """A lint rule for one note at a time."""

    code: str
    title: str
    hint: str
    """What to do."""
    reason: str
    find: Callable[[Subjects], str | None]
    """The problem of a note, or None."""


@dataclass(frozen=True, slots=True)
class DeckRule:
    """A rule across notes, or about the results of proofs; it is checked elsewhere."""

    code: str
    title: str
    hint: str
    reason: str


def prose(text: str) -> str:
    """Markdown without its code."""
    return re.sub(r"(`{1,2}).+?\1", "x", re.sub(r"```.*?```", "", text, flags=re.DOTALL))


_SECOND_QUESTION = re.compile(
    r"\?.*\?|\b(?:and|or) (?:what|why|how|when|where|which|who)\b", re.IGNORECASE | re.DOTALL
)


def _two_questions(subjects: Subjects) -> str | None:
    if _SECOND_QUESTION.search(prose(subjects.question)):
        return "this asks two questions in one"
    return None


def _long_answer(subjects: Subjects) -> str | None:
    maximum = subjects.maximum_words
    gaps = (text for frame in subjects.frames for text in frame.hidden)
    words = max((len(prose(text).split()) for text in (*subjects.answers, *gaps)), default=0)
    if maximum is None or words <= maximum:
        return None
    return f"the answer has {words} words, more than {maximum}"


def _list_to_recite(subjects: Subjects) -> str | None:
    if subjects.maximum_words is None:
        return None
    for answer in subjects.answers:
        text = prose(answer)
        items = len(re.findall(r"(?m)^[^\S\n]*(?:[-*+]|\d+[.)]) ", text))
        in_a_row = text.count(",") + len(re.findall(r"\band\b", text))
        if items >= 3 or (in_a_row >= 3 and len(text.split()) < 5 * in_a_row):
            return "the answer is a list to recite"
    return None


_YES_NO_QUESTION = re.compile(
    r"^\W*(?:is|are|was|were|does|do|did|can|could|will|would|should|has|have|true or false)\b",
    re.IGNORECASE,
)
_YES_NO_ANSWER = re.compile(r"^\W*(?:yes|no|true|false)\b", re.IGNORECASE)


def _yes_no(subjects: Subjects) -> str | None:
    said = any(_YES_NO_ANSWER.match(answer) for answer in subjects.answers)
    if said and _YES_NO_QUESTION.match(prose(subjects.question)):
        return "the answer is yes or no"
    return None


_SHORTEST_FRAME = 4
"""Minimum words to leave around the gaps."""


def _cloze_frame(subjects: Subjects) -> str | None:
    for suffix, left, hidden in subjects.frames:
        if len(left.split()) < _SHORTEST_FRAME or len("".join(hidden)) > len(left):
            return f"{suffix} hides almost everything"
    return None


def _telling_option(subjects: Subjects) -> str | None:
    right = [len(option) for option in subjects.options if option in subjects.answers]
    wrong = [len(option) for option in subjects.options if option not in subjects.answers]
    longest_right, longest_wrong = max(right, default=0), max(wrong, default=0)
    if longest_right > 1.5 * longest_wrong and longest_right > longest_wrong + 10:
        return "the length of the right option gives it away"
    return None


_ARTICLE = re.compile(
    r"\b(?:the|this|that) (?:article|chapter|section|author|deck|feed|text (?:says|above|below))\b"
    r"|\b(?:as mentioned|described earlier|mentioned before)\b",
    re.IGNORECASE,
)
_POINTING = re.compile(
    r"\bthis\b(?! order\b)|\b(?:above|below)[.,?:]|\bthe (?:above|following)\b", re.IGNORECASE
)


def _out_of_context(subjects: Subjects) -> str | None:
    asked = prose(subjects.question)
    shows_code = subjects.shows_code or "```" in subjects.question
    found = _ARTICLE.search(asked) or (None if shows_code else _POINTING.search(asked))
    return f"“{found[0]}” refers to something that is not on the card" if found else None


def _formulas_disagree(subjects: Subjects) -> str | None:
    if not subjects.formulas:
        return None
    from studycards.cards.formula.agreement import disagreement  # noqa: PLC0415 - 20 ms, for equations

    tex, line, *accepted = subjects.formulas
    return disagreement(tex, line, accepted, subjects.question, dict(subjects.symbols))


RULES = (
    Rule(
        "SC101", "Two questions in one",
        "Make a card of each.",
        "M: a prompt should be focused; W4: the minimum information principle.",
        _two_questions,
    ),
    Rule(
        "SC102", "An answer longer than the question needs",
        "Cut the answer to what was asked; move the rest to `explanation`.",
        "W4: the minimum information principle.",
        _long_answer,
    ),
    Rule(
        "SC103", "A list to recite",
        "Make a cloze, an `order` card, or a card of each item.",
        "W9: avoid sets; W10: avoid enumerations.",
        _list_to_recite,
    ),
    Rule(
        "SC104", "A yes/no question",
        "Ask what, why or how, or offer options that people really believe.",
        "M: a yes/no prompt is answered by guessing and shallowly.",
        _yes_no,
    ),
    Rule(
        "SC105", "A cloze that hides almost everything",
        "Leave enough of the sentence to know what is asked.",
        "W5: cloze deletion keeps the sentence as the cue; M: prompts should be precise.",
        _cloze_frame,
    ),
    Rule(
        "SC106", "A right option given away by its length",
        "Make the wrong options as long and as precise as the right one.",
        "M: prompts should not be answered by pattern matching.",
        _telling_option,
    ),
    Rule(
        "SC108", "A question that needs its context",
        "Name the thing.",
        "M: a prompt must be understood months later; W16: provide context cues.",
        _out_of_context,
    ),
    Rule(
        "SC109", "Forms of an equation that disagree",
        "Make `tex`, `unicode` and every `accept` the same formula.",
        "W1 and W2: do not learn what you do not understand; a wrong form teaches a wrong one.",
        _formulas_disagree,
    ),
)  # fmt: skip

SHAPE = DeckRule(
    "SC001", "A deck or card that cannot be read",
    "The message says what is wrong with it.",
    "A card that cannot be read cannot be asked.",
)  # fmt: skip
DUPLICATE_ID = DeckRule(
    "SC002", "An id that another deck uses",
    "Give one of the two another id.",
    "The id is the identity of a note; two notes with one would share a history.",
)  # fmt: skip
NEAR_DUPLICATE = DeckRule(
    "SC107", "Nearly the same question twice",
    "Remove one, or ask what sets them apart.",
    "W11: combat interference.",
)  # fmt: skip
DEAD_REQUIREMENT = DeckRule(
    "SC110", "A requirement that does not exist",
    "Name the id of a note.",
    "W3: build upon the basics.",
)  # fmt: skip
CIRCLE = DeckRule(
    "SC111", "A cycle of requirements",
    "Remove one of them.",
    "W3: build upon the basics; a cycle has none.",
)  # fmt: skip
UNKNOWN_TAG = DeckRule(
    "SC112", "A tag that looks like a misspelling",
    "Use the other tag, or a name that differs more.",
    "A misspelled tag leaves its card out of `--tag`.",
)  # fmt: skip
USELESS_IGNORE = DeckRule(
    "SC113", "An unnecessary `ignore`",
    "Remove it.",
    "An unnecessary exception hides the next real problem.",
)  # fmt: skip
LONG_TEXT = DeckRule(
    "SC114", "A text too long to be shown",
    "Shorten it, or make several cards. A review session shows its beginning.",
    "W4: the minimum information principle; nobody reads five screens for one answer.",
)  # fmt: skip
RIGHT_AND_WRONG = DeckRule(
    "SC115", "A wrong answer that is right",
    "Take it out of `wrong`, or make the question tell the two apart.",
    "A right answer that is called wrong teaches a mistake.",
)  # fmt: skip
MISSING_ID = DeckRule(
    "SC120", "A note without an id",
    "`studycards check --fix` writes the derived id.",
    "A derived id changes with the question and leaves the history behind.",
)  # fmt: skip
FIELD_ORDER = DeckRule(
    "SC121", "Fields out of order",
    "`studycards check --fix` puts them in order.",
    "Decks that look the same are read and compared at a glance.",
)  # fmt: skip
TRAILING_SPACES = DeckRule(
    "SC122", "Spaces at the end of a line",
    "`studycards check --fix` removes them.",
    "They show up in every diff.",
)  # fmt: skip
WRONG_PROOF = DeckRule(
    "SC201", "A proof that fails",
    "Correct the answer or the proof.",
    "A wrong answer is learned as easily as a right one.",
)  # fmt: skip
WRONG_OUTPUT = DeckRule(
    "SC202", "Code that prints something else",
    "Write what it prints, by Python version if that differs.",
    "A wrong answer is learned as easily as a right one.",
)  # fmt: skip
WRONG_SOLUTION = DeckRule(
    "SC203", "A solution that fails its tests",
    "Correct the solution or the tests.",
    "A wrong answer is learned as easily as a right one.",
)  # fmt: skip
BAD_PASSES = DeckRule(
    "SC204", "A wrong solution that passes",
    "Add a test that it fails.",
    "Tests that a wrong solution passes tell the learner that it is right.",
)  # fmt: skip
NOT_ALLOWED = DeckRule(
    "SC205", "Code that was stopped",
    "Stay within the limits of time, memory and output; use no other files, processes or network.",
    "A proof that is stopped proves nothing.",
)  # fmt: skip
UNREAD_ANSWER = DeckRule(
    "SC206", "A proof that does not read the answer",
    "Compute the answer, and compare it with `answer` or `formula`.",
    "A proof that passes whatever the card says proves nothing about the card.",
)  # fmt: skip

ALL_RULES: tuple[Rule | DeckRule, ...] = tuple(
    sorted(
        (
            *RULES, SHAPE, DUPLICATE_ID, NEAR_DUPLICATE, DEAD_REQUIREMENT, CIRCLE, UNKNOWN_TAG, USELESS_IGNORE, LONG_TEXT,
            RIGHT_AND_WRONG,
            MISSING_ID, FIELD_ORDER, TRAILING_SPACES, WRONG_PROOF, WRONG_OUTPUT, WRONG_SOLUTION,
            BAD_PASSES, NOT_ALLOWED, UNREAD_ANSWER,
        ),
        key=lambda rule: rule.code,
    )
)  # fmt: skip
IGNORABLE = {rule.code for rule in RULES} | {
    rule.code for rule in (NEAR_DUPLICATE, UNKNOWN_TAG, RIGHT_AND_WRONG)
}


def broken_rules(fields: Fields, rules: Iterable[Rule] = RULES) -> list[tuple[Rule, str]]:
    """The rules that a note breaks, each with a message."""
    subjects = kind_of(fields).subjects(fields)
    return [(rule, message) for rule in rules if (message := rule.find(subjects))]
