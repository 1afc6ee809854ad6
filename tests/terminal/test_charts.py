"""What is drawn of the statistics, at fixed widths."""

from __future__ import annotations

from copy import deepcopy
from datetime import date, timedelta
from io import StringIO
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from rich.cells import cell_len
from rich.console import Console, RenderableType

from studycards.cards import DeckName, Source
from studycards.collection.statistics import (
    Bin,
    CardCounts,
    DeckCounts,
    DueDay,
    Recall,
    Report,
    Retention,
    StudiedDay,
    Today,
)
from studycards.scheduling.streak import Streak
from studycards.terminal import charts

GOLDEN = Path(__file__).parent / "golden"
TODAY = date(2026, 3, 10)
"""A Tuesday."""

BOUNDS = {
    "stability": (0, 1, 3, 7, 14, 30, 90, 180, 365, 36_500),
    "difficulty": tuple(range(1, 11)),
    "retrievability": tuple(range(0, 101, 10)),
}
CARDS = {
    "stability": (2, 0, 7, 12, 31, 40, 3, 1, 0),
    "difficulty": (40, 0, 8, 13, 21, 9, 4, 0, 1),
    "retrievability": (0, 0, 0, 0, 1, 2, 3, 10, 30, 50),
}
ANSWERS = (0, 14, 6, 0, 3, 9, 12, 1, 0, 0, 5)
"""On the days before today, the last first; then the same again."""
DUE = (12, 3, 0, 7, 1, 0, 0, 5)


def recall(passed: int, failed: int) -> Recall:
    """Answers of the report."""
    return Recall(passed=passed, failed=failed)


def period(name: str, young: tuple[int, int], mature: tuple[int, int]) -> Retention:
    """A period of the report."""
    return Retention(period=name, young=recall(*young), mature=recall(*mature))


def deck(name: str, *numbers: int) -> DeckCounts:
    """A line of the table of decks."""
    names = ("cards", "new", "learning", "young", "mature", "suspended", "due")
    counts = CardCounts(**dict(zip(names, numbers, strict=True)))
    return DeckCounts(
        deck=DeckName(name), title=name, path=f"{name}.yaml", source=Source(), counts=counts
    )


def bins(name: str) -> tuple[Bin, ...]:
    """A distribution of the report."""
    return tuple(
        Bin(low=low, high=high, cards=cards)
        for (low, high), cards in zip(pairwise(BOUNDS[name]), CARDS[name], strict=True)
    )


def report(**changes: Any) -> Report:
    """A small report of a learner who studies on most days."""
    days = [TODAY - timedelta(days=ago) for ago in range(364, -1, -1)]
    ahead = [TODAY + timedelta(days=n) for n in range(30)]
    answers = {TODAY - timedelta(days=n): ANSWERS[n % len(ANSWERS)] for n in range(200)}
    decks = deck("python-mro", 32, 5, 2, 10, 15, 0, 9), deck("dl-rnn", 35, 0, 0, 5, 30, 2, 3)
    whole = Report(
        day=TODAY,
        deck=None,
        cards=decks[0].counts._replace(due=12),
        today=Today(answers=8, new=2, again=1, seconds=95.4),
        streak=Streak(current=3, longest=12),
        retention=(
            period("today", (5, 1), (2, 0)),
            period("yesterday", (0, 0), (0, 0)),
            period("7", (40, 8), (22, 1)),
            period("30", (140, 30), (95, 7)),
            period("365", (900, 200), (400, 21)),
            period("all", (900, 200), (400, 21)),
        ),
        forecast=tuple(DueDay(day=day, cards=DUE[n % len(DUE)]) for n, day in enumerate(ahead)),
        calendar=tuple(StudiedDay(day=day, answers=answers.get(day, 0)) for day in days),
        stability=bins("stability"),
        difficulty=bins("difficulty"),
        retrievability=bins("retrievability"),
        decks=decks,
    )
    return whole._replace(**changes)


def drawn(renderable: RenderableType, width: int) -> str:
    """What a console of some width shows, without blanks at the ends of lines."""
    console = Console(file=StringIO(), width=width, color_system=None, highlight=False)
    console.print(renderable)
    assert isinstance(console.file, StringIO)
    return "".join(f"{line.rstrip()}\n" for line in console.file.getvalue().splitlines())


@pytest.mark.parametrize("width", [40, 80, 100])
def test_report(width: int) -> None:
    """The whole report, line by line."""
    golden = GOLDEN / f"report-{width}.txt"
    assert drawn(charts.report_view(report(), width), width) == golden.read_text(encoding="utf-8")


def test_report_of_a_deck() -> None:
    """The report of one deck begins with its name and has no table of decks."""
    shown = drawn(charts.report_view(report(deck="python-mro"), 80), 80)
    assert shown.startswith("python-mro  Today 8 answers in 2 min")
    assert "Decks" not in shown


def test_report_before_the_first_answer() -> None:
    """Without a history there are no shares, no bars and no streak, and nothing fails."""
    full = report()
    empty = report(
        cards=full.cards._replace(due=0),
        today=Today(answers=0, new=0, again=0, seconds=0.0),
        streak=Streak(current=0, longest=0),
        retention=tuple(period(found.period, (0, 0), (0, 0)) for found in full.retention),
        forecast=tuple(day._replace(cards=0) for day in full.forecast),
        calendar=tuple(day._replace(answers=0) for day in full.calendar),
        stability=tuple(part._replace(cards=0) for part in full.stability),
        difficulty=tuple(part._replace(cards=0) for part in full.difficulty),
        retrievability=tuple(part._replace(cards=0) for part in full.retrievability),
    )
    shown = drawn(charts.report_view(empty, 80), 80)
    assert shown.startswith("Nothing studied today yet · 0 due\nStreak 0 days, longest 0\n")
    assert "Due in the next 30 days\nnothing\n" in shown
    assert not set("░▒▓█▏▌") & set(shown)


@pytest.mark.parametrize("width", [24, 30, 37, 39, 40, 46, 59, 60, 75, 76, 80, 99, 120, 200])
def test_nothing_is_wider_than_the_terminal(width: int) -> None:
    """At every width each line fits, and none is broken in two: the charts keep their height."""
    shown = drawn(charts.report_view(report(), width), width).splitlines()
    assert max(map(cell_len, shown)) <= width
    sections = {line: n for n, line in enumerate(shown) if line and line[0].isupper()}
    start, end = sections["Due in the next 30 days"], sections["The year"]
    assert shown[end - 1] == ""
    assert end - start == 1 + 4 + 1 + 1
    assert shown[end + 8].startswith("Sun ")
    assert shown[end + 9] == ""


@pytest.mark.parametrize("width", [40, 59])
def test_no_bar_without_room(width: int) -> None:
    """Where there is no room for bars none is begun."""
    shown = drawn(charts.report_view(report(), width), width)
    rates = shown.partition("True retention\n")[2].partition("\n\n")[0]
    assert not set("▏▎▍▌▋▊▉█") & set(rates)


@pytest.mark.slow
def test_calendar_names_every_full_month() -> None:
    """A month of which all weeks are shown is named, also after one cut off at the left."""
    names = [f"{date(2026, month % 12 + 1, 1):%b}" for month in range(2, 14)]
    for width in range(40, 81):
        shown = drawn(charts.report_view(report(), width), width)
        months = shown.partition("The year\n")[2].splitlines()[0].split()
        assert months == names[len(names) - len(months) :]


def test_calendar_scale() -> None:
    """A day without answers is a dot, the least is not nothing, four shares of the busiest."""
    last_week = {364: 400, 363: 1, 362: 100, 361: 101, 360: 201, 359: 301}
    days = tuple(
        day._replace(answers=last_week.get(number, 0))
        for number, day in enumerate(report().calendar)
    )
    shown = drawn(charts.report_view(report(calendar=days), 80), 80)
    monday_to_sunday = shown.partition("The year\n")[2].splitlines()[1:8]
    assert [line[-1] for line in monday_to_sunday] == ["░", "█", "·", "█", "▓", "▒", "░"]


def test_histogram_of_one_card_among_thousands() -> None:
    """However few the cards of a bar, it is not empty."""
    one, many, *others = report().stability
    parts = (one._replace(cards=1), many._replace(cards=9_000), *others)
    shown = drawn(charts.report_view(report(stability=parts), 40), 40)
    line = next(line for line in shown.splitlines() if line.lstrip().startswith("0–1 "))
    assert line.split() == ["0–1", "▏", "1"]


@pytest.mark.parametrize(
    ("value", "most", "width", "bar"),
    [
        (0, 10, 8, ""),
        (10, 10, 8, "████████"),
        (5, 10, 8, "████"),
        (1, 16, 8, "▌"),
        (1, 10_000, 8, "▏"),
        (3, 3, 0, ""),
        (0, 0, 8, ""),
    ],
)
def test_bar(value: float, most: float, width: int, bar: str) -> None:
    """A bar is as long as its share, to an eighth of a column, and never longer than its room."""
    assert charts._bar(value, most, width).rstrip() == bar


@pytest.mark.parametrize(
    ("width", "header"),
    [(40, "deck         new   due"), (80, "deck         cards   new   learning   young")],
)
def test_decks(width: int, header: str) -> None:
    """A narrow table has what is to be done, a wide one every count; nought is a dot."""
    shown = drawn(charts.deck_table(report().decks, width), width).splitlines()
    assert shown[0].startswith(header)
    assert set(shown[1]) == {"─"}
    assert shown[3].split()[:3] == (["dl-rnn", "·", "3"] if width == 40 else ["dl-rnn", "35", "·"])


def test_long_name_of_a_deck() -> None:
    """A name wider than its column is folded, not cut: names are what one types."""
    name = "a-deck-with-a-name-that-goes-on-and-on-and-on"
    shown = drawn(charts.deck_table([deck(name, 1, 1, 0, 0, 0, 0, 0)], 40), 40)
    first = [line.split()[0] for line in shown.splitlines()[2:]]
    assert "".join(first) == name


def test_name_of_a_deck_is_not_markup() -> None:
    """What looks like markup or commands the terminal is shown as it is."""
    shown = drawn(charts.deck_table([deck("[red]x\x1b[1m", 1, 1, 0, 0, 0, 0, 0)], 80), 80)
    assert "[red]x␛[1m" in shown


def test_report_does_not_change() -> None:
    """Drawing leaves the numbers as they are."""
    numbers = report()
    before = deepcopy(numbers)
    charts.report_view(numbers, 80)
    assert numbers == before
