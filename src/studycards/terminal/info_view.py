"""A card's history, its memory and the forgetting curve."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from rich.console import Group
from rich.table import Table
from rich.text import Text

from studycards.scheduling.states import Scheduled
from studycards.terminal.card_view import RATING_STYLES
from studycards.terminal.safe import one_line, visible

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import RenderableType

    from studycards.cards import Card, Source
    from studycards.events import Review
    from studycards.scheduling.scheduler import Scheduler
    from studycards.scheduling.states import State

_LEVELS = "▁▂▃▄▅▆▇█"
_CURVE_WIDTH = 60
_MOST_REVIEWS = 12


def card_info(
    card: Card, state: State, reviews: Sequence[Review], scheduler: Scheduler, now: datetime
) -> RenderableType:
    """Everything known about a card."""
    head: RenderableType = Text.assemble(
        (card.id, "bold"), f"  {card.kind} in {card.deck}\n", str(card.location)
    )
    if any(card.deck_source):
        head = Group(head, _source(card.deck_source))
    if not isinstance(state, Scheduled):
        return Group(head, Text("\nnew: never reviewed"))
    chance = scheduler.retrievability(state, now)
    facts = Table.grid(padding=(0, 2))
    due = state.due
    for name, value in (
        ("phase", str(state.phase)),
        (
            "due",
            f"{due.astimezone(now.tzinfo):%Y-%m-%d %H:%M}"
            if isinstance(due, datetime)
            else f"{due:%Y-%m-%d}",
        ),
        ("interval", f"{state.interval} days"),
        ("stability", f"{state.memory.stability:.1f} days"),
        ("difficulty", f"{state.memory.difficulty:.1f} of 10"),
        ("recalled now", f"{chance:.0%}"),
        ("reviews", f"{state.reps}, forgotten {state.lapses} times"),
    ):
        facts.add_row(Text(name, "dim"), value)
    return Group(head, Text(), facts, Text(), _curve(state, scheduler), Text(), _reviews(reviews))


def _source(source: Source) -> RenderableType:
    """The article the deck is derived from."""
    rows = Table.grid(padding=(0, 2))
    for name, value in (
        ("from", one_line(source.title, source.url)),
        ("language", one_line(source.language)),
        ("note", one_line(source.note)),
    ):
        if value:
            rows.add_row(Text(name, "dim"), Text(value))
    return rows


def _curve(state: Scheduled, scheduler: Scheduler) -> Text:
    """The forgetting curve from the last review until twice the interval."""
    days = max(2 * state.interval, 10)
    stability = state.memory.stability
    shares = [
        scheduler.model.retrievability(stability, days * column / (_CURVE_WIDTH - 1))
        for column in range(_CURVE_WIDTH)
    ]
    bars = "".join(_LEVELS[min(int(share * len(_LEVELS)), len(_LEVELS) - 1)] for share in shares)
    scale = f"100%{'':{_CURVE_WIDTH - 9}}{shares[-1]:>4.0%}"
    return Text.assemble(
        ("chance of recall after the last review\n", "dim"),
        (bars, "green"),
        (f"\n{scale}\n0 days{'':{_CURVE_WIDTH - 12 - len(str(days))}}{days} days", "dim"),
    )


def _reviews(reviews: Sequence[Review]) -> RenderableType:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for heading in ("reviewed", "rating", "time", "verdict", "answer"):
        table.add_column(heading, header_style="dim", no_wrap=heading != "answer")
    for review in reviews[-_MOST_REVIEWS:]:
        given = review.response
        table.add_row(
            f"{review.moment:%Y-%m-%d %H:%M}",
            Text(review.rating.name.lower(), RATING_STYLES[review.rating]),
            f"{review.taken_ms / 1000:.0f}s",
            f"{given.verdict or '·'}{' overruled' if given.overruled else ''}",
            visible(given.answer or "")[:60].replace("\n", "⏎"),
        )
    return table
