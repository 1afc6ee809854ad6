"""A card as it looks: question, what is given, answer, the ratings and their intervals."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, assert_never

from rich.console import Group
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from studycards.cards.asking import Arrange, Choose, Reveal, Verdict, Write
from studycards.scheduling.states import Rating
from studycards.terminal.markdown import markdown
from studycards.terminal.text import interval_text, visible

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rich.console import RenderableType

    from studycards.cards import Card
    from studycards.cards.asking import Judgement, Prompt
    from studycards.review.session import Counts
    from studycards.scheduling.states import Scheduled

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How far the sitting is."""

    counts: Counts
    answered: int
    seconds_left: float
    cram: bool


def question(prompt: Prompt, chosen: tuple[int, ...] = ()) -> RenderableType:
    """The question and what there is to choose from; `chosen` are the numbers picked so far."""
    match prompt.input:
        case Choose(options=options, several=several):
            marks = dict.fromkeys(chosen, "●")
            note = "several are right" if several else ""
            return Group(markdown(prompt.question), _numbered(options, marks), Text(note, "dim"))
        case Arrange(items=items):
            places = {number: f"{place}." for place, number in enumerate(chosen, 1)}
            return Group(markdown(prompt.question), _numbered(items, places))
        case Write() | Reveal():
            return markdown(prompt.question)
        case _:
            assert_never(prompt.input)


def answer(card: Card, judgement: Judgement | None) -> RenderableType:
    """The verdict, the right answer, and why."""
    parts: list[RenderableType] = []
    if judgement and judgement.given:
        parts += [_verdict(judgement), Text()]
    parts.append(markdown(card.content.answer()))
    if card.explanation:
        parts += [Text(), Padding(markdown(card.explanation), (0, 0, 0, 2), style="italic")]
    if card.source:
        parts += [Text(), Text(visible(card.source), "dim")]
    return Group(*parts)


def header(deck: str, standing: Standing, width: int) -> RenderableType:
    """The deck, what is left, and a line of progress."""
    counts = standing.counts
    parts = (("new", counts.new, "blue"), ("learning", counts.learning, "red"),
             ("due", counts.due, "green"))  # fmt: skip
    left = Text(" · ").join(
        Text(str(number) if width < 50 else f"{number} {name}", style if number else "dim")
        for name, number, style in parts
    )
    if standing.cram:
        left = Text(f"{counts.total} to cram", "magenta")
    elif width >= 50:
        left.append(f"   ≈ {minutes_text(standing.seconds_left)}", "dim")
    row = Table.grid(expand=True)
    row.add_column(overflow="ellipsis", no_wrap=True)
    row.add_column(justify="right", no_wrap=True)
    row.add_row(Text(deck, "bold"), left)
    done = standing.answered / max(standing.answered + counts.total, 1)
    filled = round(done * width)
    bar = Text("━" * filled, "green") + Text("─" * (width - filled), "dim")
    return Group(row, bar)


def ratings(
    outcomes: Mapping[Rating, Scheduled] | None, proposed: Rating, width: int
) -> RenderableType:
    """The four keys with the interval that each would give; the proposed one is set off."""
    narrow = width < 44
    row = Table.grid(expand=True)
    cells = []
    for rating in Rating:
        name = rating.name.lower()
        label = f"{rating.value}" if narrow else f"{rating.value} {name}"
        style = RATING_STYLES[rating]
        chosen = rating is proposed
        cell = Text(f"▸{label}" if chosen else f" {label}", f"bold {style}" if chosen else style)
        if outcomes:
            cell.append(f"\n {'' if narrow else '  '}{interval_text(outcomes[rating])}", "dim")
        cells.append(cell)
        row.add_column(ratio=1)
    row.add_row(*cells)
    return row


def keys_line(keys: Mapping[str, str]) -> Text:
    """Which key does what."""
    return Text("  ").join(
        Text.assemble((key, "bold"), (f" {what}", "dim")) for key, what in keys.items()
    )


def minutes_text(seconds: float) -> str:
    """An estimate: `under a minute`, `9 min`, `1 h 20`."""
    minutes = round(seconds / 60)
    if minutes < 1:
        return "< 1 min"
    return f"{minutes} min" if minutes < 60 else f"{minutes // 60} h {minutes % 60:02}"


def _numbered(items: tuple[str, ...], marks: Mapping[int, str]) -> RenderableType:
    table = Table.grid(padding=(0, 1))
    table.add_column(justify="right", style="bold green", min_width=2)
    table.add_column(style="bold")
    table.add_column()
    for number, item in enumerate(items, 1):
        table.add_row(marks.get(number, ""), str(number), markdown(item))
    return Padding(table, (1, 0, 0, 0))


def _verdict(judgement: Judgement) -> Text:
    label, style = VERDICTS.get(judgement.verdict, ("you wrote", "bold"))  # type: ignore[arg-type]
    shown = Text.assemble((label, style), ("  ", ""), (visible(judgement.given), ""))
    if judgement.detail:
        shown.append(f"  ({judgement.detail})", "dim")
    return shown
