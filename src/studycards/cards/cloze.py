"""A text with gaps, in Anki's syntax: `{{c1::hidden}}`, `{{c1::hidden::hint}}`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from studycards.cards.asking import Judgement, Markdown, Verdict, Write
from studycards.cards.fields import Field, FieldProblem, FieldType
from studycards.cards.hints import first_letters
from studycards.cards.judging import LONGEST, Expected, judge, wrong_answers
from studycards.cards.kind import Frame, Kind, Subjects

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from studycards.cards.asking import Variant
    from studycards.cards.fields import Fields

_OPENING = re.compile(r"\{\{c([1-9]\d{0,2})::")

MOST = 50
"""Maximum number of cards of a text: for each, the whole text is shown."""


class _Gap(NamedTuple):
    """A gap of a text."""

    number: int
    hidden: str
    hint: str
    start: int
    """Where it begins in the text."""
    end: int


def _gaps(text: str) -> Iterator[_Gap]:
    """The gaps in order; each ends at the first `}}`, and hides what stands before a `::`.

    Not one regular expression: it would look for the end of each gap that is not closed.
    """
    end = 0
    while opening := _OPENING.search(text, end):
        closing = text.find("}}", opening.end())
        if closing < 0:
            return
        hidden, _, hint = text[opening.end() : closing].partition("::")
        end = closing + 2
        yield _Gap(int(opening[1]), hidden, hint, opening.start(), end)


class Cloze(NamedTuple):
    """The gaps of one number are hidden, the others are filled."""

    shown: str
    answer: Markdown
    gaps: tuple[Expected, ...]
    """What is expected in each, in order."""
    input: Write = Write(optional=False)

    @property
    def hidden(self) -> tuple[str, ...]:
        """The hidden texts, in order."""
        return tuple(gap.answers[0] for gap in self.gaps)

    def judge(self, given: str) -> Judgement:
        """Right if every gap is filled in order; several are separated by commas or spaces."""
        hidden = ", ".join(self.hidden)
        if given.strip() == hidden.strip():
            return Judgement(Verdict.RIGHT, given, expected=hidden)
        found = [_together(given, self._judged(parts)) for parts in _parts(given, self.hidden)]
        best = max(found, key=_rank, default=Judgement(Verdict.WRONG, given))
        return best._replace(expected=hidden)

    def _judged(self, parts: Sequence[str]) -> list[Judgement]:
        return [judge(part, gap) for part, gap in zip(parts, self.gaps, strict=True)]

    def hint(self, taken: int) -> str:
        """The first letters of the gaps."""
        return first_letters(", ".join(self.hidden), taken)


def _together(given: str, judgements: Sequence[Judgement]) -> Judgement:
    """The verdict on all gaps: that of the worst."""
    verdicts = {judgement.verdict for judgement in judgements}
    worst = next(v for v in (Verdict.WRONG, Verdict.NEARLY, Verdict.RIGHT) if v in verdicts)
    reason = next((judgement.reason for judgement in judgements if judgement.reason), "")
    right = sum(judgement.verdict is Verdict.RIGHT for judgement in judgements)
    several = len(judgements) > 1 and worst is not Verdict.RIGHT
    detail = f"{right} of {len(judgements)} gaps" if several else ""
    return Judgement(worst, given, detail, reason=reason)


def _rank(judgement: Judgement) -> tuple[int, str, bool]:
    """The better verdict first, then the more gaps, then a reason."""
    order = (Verdict.WRONG, Verdict.NEARLY, Verdict.RIGHT)
    return order.index(judgement.verdict or Verdict.WRONG), judgement.detail, bool(judgement.reason)


def _parts(given: str, hidden: Sequence[str]) -> Iterator[Sequence[str]]:
    """The ways to take a text apart into what fills each gap."""
    if len(hidden) == 1:
        yield [given]
        return
    if len(given) > LONGEST:
        return
    for separator in (r"\s*[;\n|]\s*", r"\s*,\s*(?:and\s+)?", r"\s*(?:,|\band\b|&)\s*", r"\s*/\s*"):
        parts = [part for part in re.split(separator, given.strip()) if part]
        if len(parts) == len(hidden):
            yield parts
    if len(set(hidden)) == 1:
        yield [given] * len(hidden)
    words, lengths = given.split(), [len(text.split()) for text in hidden]
    if len(words) == sum(lengths):
        ends = [sum(lengths[: n + 1]) for n in range(len(lengths))]
        yield [" ".join(words[end - n : end]) for end, n in zip(ends, lengths, strict=True)]


def _hidden(text: str, number: int | None = None) -> tuple[str, ...]:
    """The hidden texts, in order: of the gaps with one number, or of all."""
    return tuple(gap.hidden for gap in _gaps(text) if number in (None, gap.number))


def _numbers(text: str) -> list[int]:
    """The numbers of the gaps, each once, sorted."""
    return sorted({gap.number for gap in _gaps(text)})


def _filled(
    text: str, number: int = 0, shown: Callable[[_Gap], str] = lambda gap: gap.hidden
) -> str:
    """The text with its gaps filled, those with one number by `shown`."""
    parts, end = [], 0
    for gap in _gaps(text):
        parts += [text[end : gap.start], shown(gap) if gap.number == number else gap.hidden]
        end = gap.end
    return "".join([*parts, text[end:]])


def _suffixes(fields: Fields) -> list[str]:
    return [f"c{number}" for number in _numbers(fields["text"])]


def _ask(fields: Fields, suffix: str, _variant: Variant) -> Cloze:
    text, number = fields["text"], int(suffix.removeprefix("c"))
    shown = _filled(text, number, lambda gap: f"**[{gap.hint or '…'}]**")
    return Cloze(
        shown=shown,
        answer=Markdown(_filled(text, number, lambda gap: f"**{gap.hidden}**")),
        gaps=tuple(
            _expected(fields, suffix, shown, gap) for gap in _gaps(text) if gap.number == number
        ),
    )


def _expected(fields: Fields, suffix: str, shown: str, gap: _Gap) -> Expected:
    """What is expected in a gap; what is accepted for its number is for any gap of it."""
    return Expected(
        answers=(gap.hidden, *fields.get("accept", {}).get(suffix, ())),
        wrong=wrong_answers(fields.get("wrong", {}).get(suffix, ())),
        asked=shown,
        before=fields["text"][max(gap.start - 20, 0) : gap.start],
    )


def _problems(fields: Fields) -> list[FieldProblem]:
    """A text without a gap, with too many, or with a gap that hides nothing."""
    hidden = _hidden(fields["text"])
    if not hidden:
        return [FieldProblem("text", "nothing is hidden", "Write {{c1::…}} around the answer.")]
    if any("{{c" in text for text in hidden):
        return [FieldProblem("text", "a gap is inside another gap", "Close one before the next.")]
    if not all(text.strip() for text in hidden):
        return [FieldProblem("text", "a gap is empty", "Write the answer inside {{c1::…}}.")]
    if len(_numbers(fields["text"])) > MOST:
        return [FieldProblem("text", f"it makes more than {MOST} cards", "Split the text.")]
    gaps = _suffixes(fields)
    return [
        FieldProblem(name, f"there is no gap '{gap}'", f"Gaps here: {', '.join(gaps)}.")
        for name in ("accept", "wrong")
        for gap in fields.get(name, ())
        if gap not in gaps
    ]


def _subjects(fields: Fields) -> Subjects:
    text = fields["text"]
    frames = (
        Frame(f"c{number}", _filled(text, number, lambda _: " "), _hidden(text, number))
        for number in _numbers(text)
    )
    return Subjects(_filled(text), maximum_words=8, frames=tuple(frames))


KIND = Kind(
    fields=(
        Field(
            "text",
            FieldType.TEXT,
            "Text with {{c1::gaps}} or {{c1::gaps::hint}}; each number makes a card. Markdown.",
            required=True,
            lines=True,
        ),
        Field("accept", FieldType.BY_GAP, "Other right answers."),
        Field("wrong", FieldType.WRONG_BY_GAP, "Wrong answers, never nearly right."),
    ),
    ask=_ask,
    suffixes=_suffixes,
    asks=("text",),
    answer=lambda fields: list(_hidden(fields["text"])),
    problems=_problems,
    subjects=_subjects,
)
