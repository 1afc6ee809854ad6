"""The views of a card: question, input, answer, the ratings and their intervals."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, assert_never

from rich.console import Group
from rich.padding import Padding
from rich.text import Text

from studycards.cards.asking import (
    Arrange,
    Choose,
    Formula,
    Program,
    Reveal,
    Solution,
    Verdict,
    Write,
)
from studycards.cards.code import fenced
from studycards.scheduling.states import Phase, Rating, Scheduled
from studycards.terminal.markdown import inline, markdown
from studycards.terminal.safe import cut, one_line, visible
from studycards.terminal.text import interval_text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rich.console import RenderableType

    from studycards.cards import Card
    from studycards.cards.asking import Answer, Question
    from studycards.review.state import Counts, Current
    from studycards.scheduling.states import State

_TWO_COLUMNS = 70
"""Columns from which code is shown side by side."""

RATING_STYLES = {
    Rating.AGAIN: "red",
    Rating.HARD: "yellow",
    Rating.GOOD: "green",
    Rating.EASY: "cyan",
}
VERDICTS = {
    Verdict.RIGHT: ("✓ right", "bold green"),
    Verdict.NEARLY: ("≈ nearly", "bold yellow"),
    Verdict.WRONG: ("✗ not that", "bold red"),
}


class Progress(NamedTuple):
    """The progress of the review session."""

    counts: Counts
    answered: int
    seconds_left: float
    cram: bool


def question(
    asked: Question, chosen: tuple[int, ...] = (), pointed: int | None = None
) -> RenderableType:
    """The question and its options.

    Args:
        asked: What the card asks.
        chosen: The numbers picked so far.
        pointed: The number that the arrows point at.
    """
    match asked.input:
        case Choose(options=options, several=several):
            marks = dict.fromkeys(chosen, "●")
            note = "several are right" if several else ""
            listed = _numbered(options, marks, pointed)
            return Group(markdown(asked.shown), listed, Text(note, "dim"))
        case Arrange(items=items):
            places = {number: f"{place}." for place, number in enumerate(chosen, 1)}
            return Group(markdown(asked.shown), _numbered(items, places, pointed))
        case Write() | Reveal() | Program():
            return markdown(asked.shown)
        case _:
            assert_never(asked.input)


def hint(asked: Question, text: str) -> Text:
    """The text of the hints taken."""
    taken = _as_shown(asked, text)
    taken.style = "magenta"
    return Text.assemble(("hint  ", "dim"), taken)


def _as_shown(asked: Question, text: str) -> Text:
    """Options and items as the question shows them, anything else as it was typed."""
    text = cut(text)
    if isinstance(asked.input, Choose | Arrange):
        return Text("\n").join(inline(line) for line in text.split("\n"))
    return Text(visible(text))


def answer(card: Card, state: State, current: Current, width: int) -> RenderableType:
    """Verdict, right answer, explanation and source; after a lapse the explanation goes first."""
    parts: list[RenderableType] = []
    attempt = current.judgement.given if current.judgement else ""
    if attempt and isinstance(card.question.answer, Solution):
        right: list[RenderableType] = [_beside(attempt, card.question.answer, width)]
    else:
        parts += [_verdict(card.question, current), Text()] if attempt else []
        right = [_right_answer(card.question.answer, width)]
    lapse = _is_lapse(state, current)
    if card.explanation:
        why = Padding(markdown(card.explanation), (0, 0, 0, 2), style="italic")
        right = [why, Text(), *right] if lapse else [*right, Text(), why]
    parts += right
    origin = one_line(card.deck_source.title, card.deck_source.url) if lapse else ""
    sources = [visible(cut(card.source)), f"from: {origin}" if origin else ""]
    if any(sources):
        parts += [Text(), Text("\n".join(filter(None, sources)), "dim")]
    return Group(*parts)


def _right_answer(answer: Answer, width: int) -> RenderableType:
    if not isinstance(answer, Formula):
        return markdown(answer.markdown)
    from studycards.terminal.equations import UnknownMacroError, render  # noqa: PLC0415

    try:
        rows = render(answer.tex, width)
    except UnknownMacroError:
        rows = None
    return Text("\n".join(rows or [answer.line]), "bold", no_wrap=True)


def _beside(attempt: str, solution: Solution, width: int) -> RenderableType:
    """The attempt beside the solution, or above it if there is no room."""
    from rich.table import Table  # noqa: PLC0415 - for such cards alone

    yours, right = markdown(fenced(attempt)), markdown(solution.markdown)
    if width < _TWO_COLUMNS:
        return Group(Text("yours", "dim"), yours, Text("solution", "dim"), right)
    table = Table.grid(expand=True, padding=(0, 2, 0, 0))
    table.add_column(ratio=1)
    table.add_column(ratio=1)
    table.add_row(Text("yours", "dim"), Text("solution", "dim"))
    table.add_row(yours, right)
    return table


def _is_lapse(state: State, current: Current) -> bool:
    in_review = isinstance(state, Scheduled) and state.phase is Phase.REVIEW
    judgement = current.judgement
    return in_review and judgement is not None and judgement.verdict is Verdict.WRONG


def header(deck: str, progress: Progress, width: int) -> RenderableType:
    """The deck, the cards left, and a line of progress."""
    counts = progress.counts
    parts = (("new", counts.new, "blue"), ("learning", counts.learning, "red"),
             ("due", counts.due, "green"))  # fmt: skip
    left = Text(" · ").join(
        Text(str(number) if width < 50 else f"{number} {name}", style if number else "dim")
        for name, number, style in parts
    )
    if progress.cram:
        left = Text(f"{counts.total} to cram", "magenta")
    elif width >= 50:
        time = minutes_text(progress.seconds_left)
        left.append(f"   {time}" if time.startswith("<") else f"   ≈ {time}", "dim")
    row = Text(deck, "bold", no_wrap=True)
    row.truncate(max(width - left.cell_len - 2, 1), overflow="ellipsis")
    row.append(" " * max(width - row.cell_len - left.cell_len, 1))
    row.append(left)
    done = progress.answered / max(progress.answered + counts.total, 1)
    filled = round(done * width)
    bar = Text("━" * filled, "green") + Text("─" * (width - filled), "dim")
    return Group(row, bar)


def ratings(
    outcomes: Mapping[Rating, Scheduled] | None, proposed: Rating | None, width: int
) -> RenderableType:
    """The four keys with the interval that each would give; the proposed one is highlighted."""
    from rich.table import Table  # noqa: PLC0415 - 3 ms, after the reveal

    narrow = width < 44
    row = Table.grid(expand=True)
    cells = []
    for rating in Rating:
        label = f"{rating.value}" if narrow else rating_label(rating)
        style = RATING_STYLES[rating]
        chosen = rating is proposed
        cell = Text(f"▸{label}" if chosen else f" {label}", f"bold {style}" if chosen else style)
        if outcomes:
            cell.append(f"\n {'' if narrow else '  '}{interval_text(outcomes[rating])}", "dim")
        cells.append(cell)
        row.add_column(ratio=1)
    row.add_row(*cells)
    return row


def rating_label(rating: Rating) -> str:
    """Key and name of a rating: `3 good`."""
    return f"{rating.value} {rating.name.lower()}"


def keys_line(keys: Mapping[str, str], width: int) -> Text:
    """Which key does what; a line ends between two keys, never between a key and its word."""
    lines: list[Text] = []
    for key, what in keys.items():
        part = Text.assemble((key, "bold"), (f" {what}", "dim"))
        if lines and lines[-1].cell_len + 2 + part.cell_len <= width:
            lines[-1].append("  ").append(part)
        else:
            lines.append(part)
    return Text("\n").join(lines)


def help_page(parts: Mapping[str, Mapping[str, str]]) -> RenderableType:
    """Which key does what, by when it applies."""
    from rich.table import Table  # noqa: PLC0415 - when it is asked for

    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(style="bold", max_width=14)
    table.add_column(overflow="fold")
    for where, keys in parts.items():
        table.add_row("", Text(where, "dim"))
        for key, what in keys.items():
            table.add_row(key, what)
    return table


def minutes_text(seconds: float) -> str:
    """An estimate: `< 1 min`, `9 min`, `1 h 20`."""
    minutes = round(seconds / 60)
    if minutes < 1:
        return "< 1 min"
    return f"{minutes} min" if minutes < 60 else f"{minutes // 60} h {minutes % 60:02}"


def _numbered(
    items: tuple[str, ...], marks: Mapping[int, str], pointed: int | None
) -> RenderableType:
    from rich.table import Table  # noqa: PLC0415 - 3 ms, for such cards alone

    from studycards.terminal.screen import FOCUS  # noqa: PLC0415 - line by line there is none

    table = Table.grid(padding=(0, 1))
    table.add_column(style="bold green", min_width=3)
    table.add_column(style="bold")
    table.add_column()
    for number, item in enumerate(items, 1):
        mark = Text("❯" if number == pointed else " ", FOCUS if number == pointed else "")
        table.add_row(mark.append(marks.get(number, "")), str(number), markdown(item))
    return Padding(table, (1, 0, 0, 0))


def _verdict(asked: Question, current: Current) -> RenderableType:
    judgement = current.judgement
    assert judgement
    if current.overruled:
        label, style = VERDICTS[Verdict.RIGHT][0] + ", you say", "bold green"
    elif judgement.verdict is None:
        label, style = "you wrote", "bold"
    else:
        label, style = VERDICTS[judgement.verdict]
    head = Text(label, style)
    if judgement.detail:
        head.append(f"  ({judgement.detail})", "dim")
    reason = [Text(), markdown(judgement.reason)] if judgement.reason else []
    if judgement.verdict in (Verdict.RIGHT, None) or not judgement.expected:
        between = "\n" if "\n" in judgement.given else "  "
        return Group(Text.assemble(head, between, _as_shown(asked, judgement.given)), *reason)
    from studycards.terminal.difference import difference  # noqa: PLC0415 - after the reveal

    return Group(head, difference(judgement.given, judgement.expected), *reason)
