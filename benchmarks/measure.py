"""Measure every budget in one run, each contender in turn with what it is measured against.

    python -m benchmarks.measure FOLDER --anki X/bin/python [--write]

FOLDER keeps the collections, which are made where they are missing (three minutes). X is an
environment with Anki's library: `python -m venv X && X/bin/pip install anki`. `--write` puts the
table into `docs/performance.md`.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import resource
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles
from typing import TYPE_CHECKING

from benchmarks.running import NOW, STUDYCARDS, Run, environment, run_until

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "performance.md"
BEGIN, END = "<!-- measured -->\n", "<!-- end of measured -->\n"

MANY, FEW = 100_000, 1_000
FIRST_INDEXES = 3
HEAVY = ("rich", "yaml", "sqlite_utils", "fsrs")

IMPORTS = [sys.executable, "-c", "import typer, rich.console, sqlite3; print('ready', flush=True)"]
PARSE = """
import pathlib, sys, yaml
for path in sorted(pathlib.Path(sys.argv[1]).glob("*.yaml")):
    yaml.load(path.read_bytes(), yaml.CSafeLoader)
print("ready", flush=True)
"""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table."""

    work: str
    budget: str
    measured: str
    against: str
    ratio: float | None
    held: bool

    def __str__(self) -> str:
        ratio = "" if self.ratio is None else f"{self.ratio:.2f}"
        held = "yes" if self.held else "**no**"
        return (
            f"| {self.work} | {self.budget} | {self.measured} | {self.against} | {ratio} | {held} |"
        )


def main() -> None:
    """Measure, print, and write where asked."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--anki", type=Path, default=Path(sys.executable))
    parser.add_argument("--rounds", type=int, default=21)
    parser.add_argument("--write", action="store_true")
    arguments = parser.parse_args()
    collections = Collections(arguments.folder.resolve(), arguments.anki)
    rows = [
        *starts(collections, arguments.rounds),
        answers(collections),
        keypresses(collections),
        verdicts(),
        first_index(collections),
        *loaded(),
    ]
    print(table(rows))
    if arguments.write:
        write(table(rows))


class Collections:
    """The collections to measure on, made where they are missing."""

    def __init__(self, folder: Path, anki: Path) -> None:
        self._folder = folder
        self.anki_file = folder / f"{MANY}.anki2"
        self.anki = [str(anki.absolute()), str(ROOT / "benchmarks" / "anki_collection.py")]
        for cards in (MANY, FEW):
            if not self.home(cards).exists():
                self._make(cards)
        self.anki_file.unlink(missing_ok=True)
        history = str(self.home(MANY) / "studycards.db")
        make = [*self.anki, "make", history, str(self.anki_file), "--now", NOW.isoformat()]
        subprocess.run(make, check=True)

    def _make(self, cards: int) -> None:
        """Make a collection whole, or leave nothing that looks like one."""
        unfinished = self.home(cards).with_suffix(".unfinished")
        shutil.rmtree(unfinished, ignore_errors=True)
        make = [sys.executable, "-m", "benchmarks.make_collection", str(unfinished)]
        subprocess.run([*make, "--cards", str(cards)], cwd=ROOT, check=True)
        unfinished.rename(self.home(cards))

    def home(self, cards: int) -> Path:
        """The folder of a collection of ours."""
        return self._folder / str(cards)

    def show_anki(self) -> Run:
        """Start Anki's library and render its first card."""
        return run_until([*self.anki, "show", str(self.anki_file)], "Example", dict(os.environ))

    def review(self, home: Path, question: str) -> Run:
        """Start a review until its first question is on the screen."""
        return run_until([STUDYCARDS, "review"], question, environment(home))


def first_question(home: Path) -> str:
    """The beginning of the question that a review asks first, up to what is set off in it."""
    command = [STUDYCARDS, "next", "--json"]
    shown = subprocess.run(command, env=environment(home), stdout=subprocess.PIPE, check=True)
    question: str = json.loads(shown.stdout)["card"]["question"]
    return question.partition("`")[0].strip()


def starts(collections: Collections, rounds: int) -> Iterator[Row]:
    """From the start of a process to the first card, and the memory of it."""
    many, few = collections.home(MANY), collections.home(FEW)
    asked_of_many, asked_of_few = first_question(many), first_question(few)
    deck = many / "decks" / "example-0050.yaml"
    original = deck.read_text(encoding="utf-8")
    contenders: dict[str, Callable[[], Run]] = {
        "imports": lambda: run_until(IMPORTS, "ready", environment(few)),
        "many": lambda: collections.review(many, asked_of_many),
        "few": lambda: collections.review(few, asked_of_few),
        "anki": collections.show_anki,
        "edited": lambda: collections.review(many, asked_of_many),
    }
    runs: dict[str, list[Run]] = {name: [] for name in contenders}
    try:
        for number in range(-1, rounds):
            for name, contender in contenders.items():
                if name == "edited":
                    title = f"title: Edited for the {number + 2}. time"
                    deck.write_text(re.sub(r"(?m)^title: .*", title, original), encoding="utf-8")
                run = contender()
                if number >= 0:
                    runs[name].append(run)
    finally:
        deck.write_text(original, encoding="utf-8")
    collections.review(many, asked_of_many)
    yield from start_rows({name: [run.seconds for run in runs[name]] for name in runs})
    yield memory_row(runs)


def start_rows(seconds: dict[str, list[float]]) -> Iterator[Row]:
    """The budgets of starting."""
    for budget, name, other, against in (
        (0.5, "many", "anki", "Anki's library"),
        (1.4, "many", "imports", "importing typer, rich.console, sqlite3"),
        (1.4, "few", "imports", "importing the same"),
    ):
        cards = MANY if name == "many" else FEW
        work = f"start to first card, {cards:,} cards"
        yield compared(work, budget, against, seconds[name], seconds[other])
    more = median(e - u for e, u in zip(seconds["edited"], seconds["many"], strict=True))
    yield Row(
        f"start after one deck of 100 among {MANY:,} cards was edited",
        "+ 50 ms",
        f"+ {more * 1000:.0f} ms ({shown(median(seconds['edited']))})",
        f"unchanged {shown(median(seconds['many']))}",
        None,
        more <= 0.05,
    )


def memory_row(runs: dict[str, list[Run]]) -> Row:
    """The budget of memory."""
    ours, anki = (max(run.peak_mib for run in runs[name]) for name in ("many", "anki"))
    assert ours > resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    work = f"peak memory of that, {MANY:,} cards"
    measured, against = f"{ours:.0f} MiB", f"Anki's library {anki:.0f} MiB"
    return Row(work, "60 MiB", measured, against, ours / anki, ours <= 60)


def answers(collections: Collections) -> Row:
    """One answer on disk."""
    seconds = timed("answering", str(collections.home(MANY)))
    against = "one bare commit (WAL, FULL)"
    return compared("one answer, durable", 1.5, against, seconds["answers"], seconds["commits"])


def keypresses(collections: Collections) -> Row:
    """From a key to the next screen, whatever the key does in a session."""
    seconds = timed("pressing", str(collections.home(MANY)))
    frames = seconds.pop("frame")
    pressed = [taken for kind in seconds.values() for taken in kind]
    ours, bare = (quantiles(taken, n=100)[98] for taken in (pressed, frames))
    work = f"keypress to next screen, {MANY:,} cards, 99th percentile"
    measured = f"{shown(ours)} (median {shown(median(pressed))}, longest {shown(max(pressed))})"
    against = f"painting as large a frame {shown(bare)}"
    return Row(work, "30 ms", measured, against, None, ours <= 0.03)


def verdicts() -> Row:
    """From the end of the editor to the verdict on an exercise."""
    seconds = timed("judging")
    verdicts, by_hand = seconds["verdicts"], seconds["by hand"]
    more = [ours - bare for ours, bare in zip(verdicts, by_hand, strict=True)]
    measured = f"+ {shown(median(more))} ({shown(median(verdicts))}), at most + {shown(max(more))}"
    against = f"its tests run by hand {shown(median(by_hand))}"
    return Row("verdict on an exercise", "+ 150 ms", measured, against, None, max(more) <= 0.15)


def timed(module: str, *arguments: str) -> dict[str, list[float]]:
    """The seconds that a module of the benchmarks prints."""
    command = [sys.executable, "-m", f"benchmarks.{module}", *arguments]
    printed = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, check=True).stdout
    seconds: dict[str, list[float]] = json.loads(printed)
    return seconds


def first_index(collections: Collections) -> Row:
    """All decks read into a new history, from the start of the process to the first card."""
    decks = collections.home(MANY) / "decks"
    home = collections.home(MANY).with_name("first-index")
    ours, bare = [], []
    for _ in range(FIRST_INDEXES):
        shutil.rmtree(home, ignore_errors=True)
        home.mkdir()
        (home / "decks").symlink_to(decks)
        parse = [sys.executable, "-c", PARSE, str(decks)]
        bare.append(run_until(parse, "ready", environment(home)).seconds)
        ours.append(collections.review(home, "Example 0 ").seconds)
    shutil.rmtree(home)
    work = f"first index of {MANY:,} cards, start to first card"
    return compared(work, 1.5, "bare parse with CSafeLoader", ours, bare)


def loaded() -> Iterator[Row]:
    """What `--version` and `--help` import."""
    for option, budget in (("--version", HEAVY), ("--help", HEAVY[1:])):
        variables = os.environ | {"PYTHONPROFILEIMPORTTIME": "1"}
        command = [STUDYCARDS, option]
        log = subprocess.run(command, env=variables, capture_output=True, text=True, check=True)
        modules = [line.rpartition("|")[2].strip() for line in log.stderr.splitlines()]
        heavy = [name for name in HEAVY if name in modules]
        found = f"{', '.join(heavy) or 'none of them'}; {len(modules)} modules"
        held = not set(heavy) & set(budget)
        yield Row(f"`{option}`", f"loads no {', '.join(budget)}", found, "", None, held)


def compared(work: str, budget: float, against: str, ours: list[float], theirs: list[float]) -> Row:
    """A budget that is a multiple of something else: the median of the ratios of each round."""
    ratio = median(a / b for a, b in zip(ours, theirs, strict=True))
    measured, other = shown(median(ours)), f"{against} {shown(median(theirs))}"
    return Row(work, f"{budget} ×", measured, other, ratio, ratio <= budget)


def shown(seconds: float) -> str:
    """A time in the unit that suits it."""
    if seconds < 0.01:
        return f"{seconds * 1000:.2f} ms"
    return f"{seconds * 1000:.0f} ms" if seconds < 1 else f"{seconds:.1f} s"


def table(rows: list[Row]) -> str:
    """The rows in Markdown."""
    head = "| work | budget | measured | against | ratio | held |\n|---|---|---|---|---|---|\n"
    return head + "".join(f"{row}\n" for row in rows)


def write(text: str) -> None:
    """Put the table into the page."""
    page = PAGE.read_text(encoding="utf-8")
    before, rest = page.split(BEGIN)
    _, after = rest.split(END)
    PAGE.write_text(before + BEGIN + text + END + after, encoding="utf-8")


if __name__ == "__main__":
    main()
