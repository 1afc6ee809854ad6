"""Statistics drawn as charts."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from rich import box
from rich.console import Group
from rich.table import Table
from rich.text import Text

from studycards.terminal.card_view import minutes_text
from studycards.terminal.text import counted, visible

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from rich.console import RenderableType

    from studycards.collection.statistics import (
        Bin,
        CardCounts,
        DeckCounts,
        DueDay,
        Recall,
        Report,
        Retention,
        StudiedDay,
    )

_EIGHTHS = " ▏▎▍▌▋▊▉█"
_LEVELS = " ▁▂▃▄▅▆▇█"
_SHADES = "·░▒▓█"
"""No answers, then four shares of the busiest day; legible without colour."""
_SHADE_STYLES = ("dim", "green", "green", "bold green", "bold green")
_DECK_COLUMNS: tuple[tuple[str, str, Callable[[CardCounts], int]], ...] = (
    ("cards", "", lambda counts: counts.cards),
    ("new", "blue", lambda counts: counts.new),
    ("learning", "red", lambda counts: counts.learning),
    ("young", "", lambda counts: counts.young),
    ("mature", "", lambda counts: counts.mature),
    ("due", "green", lambda counts: counts.due),
)
"""Heading, style and number."""
_NARROW_COLUMNS = ("new", "due")
_LABEL = 4
"""Columns of a month's name and the blank after it."""
_WIDEST = 100
_TWO_COLUMNS = 76
"""Columns from which charts are side by side."""


def report_view(report: Report, width: int) -> RenderableType:
    """The whole report, for a terminal of `width` columns."""
    width = min(width, _WIDEST)
    parts: list[RenderableType] = [
        _today(report),
        _titled("True retention", _retention(report.retention, width)),
        _titled("Due in the next 30 days", _forecast(report.forecast, width)),
        _titled("The year", _calendar(report.calendar, width)),
        _memory(report, width),
    ]
    if report.deck is None:
        parts.append(_titled("Decks", deck_table(report.decks, width)))
    return Group(*parts)


def deck_table(decks: Sequence[DeckCounts], width: int) -> Table:
    """A row for each deck; a narrow table has only what is to be done."""
    columns = [c for c in _DECK_COLUMNS if width >= _TWO_COLUMNS or c[0] in _NARROW_COLUMNS]
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    table.add_column("deck", overflow="fold", style="bold")
    for name, style, _ in columns:
        table.add_column(name, justify="right", style=style, no_wrap=True)
    for deck in decks:
        numbers = (number(deck.counts) for _, _, number in columns)
        table.add_row(Text(visible(deck.deck)), *(str(n) if n else "·" for n in numbers))
    return table


def _titled(title: str, body: RenderableType) -> RenderableType:
    return Group(Text(), Text(title, "bold"), body)


def _today(report: Report) -> Text:
    today, streak = report.today, report.streak
    shown = Text()
    if report.deck:
        shown.append(f"{report.deck}  ", "bold")
    if today.answers:
        recalled = 1 - today.again / today.answers
        shown.append("Today ", "bold")
        shown.append(
            f"{counted(today.answers, 'answer')} in {minutes_text(today.seconds)},"
            f" {today.new} new, {recalled:.0%} recalled"
        )
    else:
        shown.append("Nothing studied today yet")
    shown.append(f" · {report.cards.due} due", "green")
    shown.append(
        f"\nStreak {counted(streak.current, 'day')}, longest {streak.longest}",
        "yellow" if streak.current else "dim",
    )
    return shown


def _retention(periods: Sequence[Retention], width: int) -> Table:
    with_numbers = width >= _TWO_COLUMNS
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column("", no_wrap=True)
    for name in ("young", "mature", "all"):
        table.add_column(name, justify="right", header_style="dim", no_wrap=True)
    bar = max(min(width - 60, 30), 0)
    for found in periods:
        label = f"{found.period} days" if found.period.isdecimal() else found.period
        recalls = (found.young, found.mature, found.all)
        cells = [_rate(recall, numbers=with_numbers) for recall in recalls]
        drawn = _bar(found.all.rate or 0, 1, bar)
        table.add_row(label, *cells, Text(drawn, "green", no_wrap=True))
    return table


def _rate(recall: Recall, *, numbers: bool) -> Text:
    if recall.rate is None:
        return Text("·", "dim")
    rate = Text(f"{recall.rate:.1%}")
    return rate.append(f" of {recall.answers}", "dim") if numbers else rate


def _forecast(days: Sequence[DueDay], width: int) -> Text:
    """A column for each day, with the maximum at the left."""
    days = days[: max(width - 6, 1)]
    maximum = max((day.cards for day in days), default=0)
    if not maximum:
        return Text("nothing", "dim")
    each = 2 if width >= 2 * len(days) + 8 else 1
    rows = 4
    shown = Text()
    for row in reversed(range(rows)):
        shown.append(f"{maximum if row == rows - 1 else '':>5} ", "dim")
        for day in days:
            level = day.cards / maximum * rows * 8 - row * 8
            full = max(0, min(8, round(level)))
            if day.cards and row == 0:
                full = max(full, 1)
            shown.append(_LEVELS[full] + " " * (each - 1), "green")
        shown.append("\n")
    for number in range(0, len(days), 7):
        label = "today" if number == 0 else f"{days[number].day:%d %b}"
        place = 6 + number * each
        if place + len(label) > width:
            break
        shown.append(" " * max(place - _last_line(shown), 0) + label[: 7 * each - 1], "dim")
    return shown


def _last_line(text: Text) -> int:
    return len(text.plain.rpartition("\n")[2])


def _calendar(days: Sequence[StudiedDay], width: int) -> Text:
    """Weeks as columns, Monday at the top, the months above; as many as fit."""
    answers = {studied.day: studied.answers for studied in days}
    last = max(answers)
    monday = last - timedelta(days=last.weekday())
    weeks = [monday - timedelta(weeks=ago) for ago in range(max(min(53, width - 6), 1))][::-1]
    maximum = max(answers.values())
    shown = _months(weeks)
    for weekday, name in enumerate(("Mon", "", "Wed", "", "Fri", "", "Sun")):
        shown.append(f"\n{name:<6}", "dim")
        for week in weeks:
            day = week + timedelta(days=weekday)
            if day not in answers:
                shown.append(" ")
                continue
            shade = -(-4 * answers[day] // maximum) if maximum else 0
            shown.append(_SHADES[shade], _SHADE_STYLES[shade])
    return shown


def _months(weeks: Sequence[date]) -> Text:
    """The names of months above their first week; a month cut off at the left if it has room."""
    starts = [
        number
        for number, week in enumerate(weeks)
        if number == 0 or week.month != weeks[number - 1].month
    ]
    if len(starts) > 1 and starts[1] < _LABEL:
        starts = starts[1:]
    shown = Text(" " * 6)
    for number in starts:
        if len(weeks) - number >= _LABEL - 1:
            shown.append(" " * (6 + number - _last_line(shown)) + f"{weeks[number]:%b} ", "dim")
    return shown


def _memory(report: Report, width: int) -> RenderableType:
    """The three distributions, side by side if there is room."""
    charts = [
        _titled("Stability, days", _histogram(report.stability, width)),
        _titled("Difficulty, 1–10", _histogram(report.difficulty, width)),
        _titled("Retrievability now, %", _histogram(report.retrievability, width)),
    ]
    if width < _TWO_COLUMNS:
        return Group(*charts)
    grid = Table.grid(expand=False, padding=(0, 2, 0, 0))
    for _ in charts:
        grid.add_column(width=(width - 6) // 3)
    grid.add_row(*charts)
    return grid


def _histogram(bins: Sequence[Bin], width: int) -> Table:
    maximum = max(bar.cards for bar in bins)
    table = Table.grid(padding=(0, 1, 0, 0))
    table.add_column(justify="right", style="dim", no_wrap=True)
    table.add_column(no_wrap=True, style="blue")
    table.add_column(justify="right", no_wrap=True)
    room = (width - 6) // 3 - 16 if width >= _TWO_COLUMNS else max(width - 20, 4)
    for bar in bins:
        label = f"{bar.low}+" if bar.high >= 36_500 else f"{bar.low}–{bar.high}"
        table.add_row(label, _bar(bar.cards, maximum, room), str(bar.cards) if bar.cards else "·")
    return table


def _bar(value: float, maximum: float, width: int) -> str:
    if not width:
        return ""
    eighths = round(value / maximum * width * 8) if maximum else 0
    if value and not eighths:
        eighths = 1
    full, rest = divmod(eighths, 8)
    return "█" * full + (_EIGHTHS[rest] if rest else "")
