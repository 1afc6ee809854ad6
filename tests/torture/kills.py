"""Kill programs at random moments, or at each writing system call in turn."""

from __future__ import annotations

import shutil
import signal
import sqlite3
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from random import Random

from tests.torture import crash
from tests.torture.deeds import (
    DEEDS,
    PROGRAM,
    SCHEMAS,
    Deed,
    Tally,
    environment,
    faults,
    prepare,
    query,
    run,
    untidy,
)


@contextmanager
def new_home() -> Iterator[Path]:
    """A home to be destroyed."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        prepare(home)
        yield home


def at_random(
    number: int, seed: int, *, works_every: int = 1, by: Sequence[int] = (signal.SIGKILL,)
) -> dict[str, Tally]:
    """End commands of every kind at random moments.

    Args:
        number: How many commands.
        seed: Of the choice of commands, arguments and moments.
        works_every: After how many kills another command is run to see that all goes on.
        by: The signals, one after another.
    """
    random, tallies = Random(seed), {deed.name: Tally() for deed in DEEDS}
    longest: dict[str, float] = {}
    with new_home() as home:
        for count in range(number):
            deed = DEEDS[count % len(DEEDS)]
            tally = tallies[deed.name]
            if deed.name == "check --fix":
                untidy(home)
            before, began = deed.done(home), time.monotonic()
            process = subprocess.Popen(
                [*PROGRAM, *deed.arguments(random)],
                env=environment(home),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                encoding="utf-8",
            )
            try:
                # From about where the imports end: before that nothing can happen.
                said, _ = process.communicate(
                    timeout=random.uniform(0.3, 1) * longest.get(deed.name, 60)
                )
                longest[deed.name] = time.monotonic() - began
            except subprocess.TimeoutExpired:
                process.send_signal(by[count // len(DEEDS) % len(by)])
                tally.killed += 1
                said, _ = process.communicate()
            if "Traceback" in said:
                tally.faults.append(f"{deed.name} ended with {said[-300:]}")
            tally.note(deed, said, deed.done(home) - before)
            tally.faults += faults(home, works=count % works_every == 0)
    return tallies


def at_each_call(deed: Deed, seed: int, every: int = 1) -> Tally:
    """Kill a command before each system call that writes, or before every n-th."""
    tally, number = Tally(), 1
    with new_home() as home:
        if deed.name == "restore":
            run(home, "backup")
        while True:
            if deed.name == "check --fix":
                untidy(home)
            before, output = deed.done(home), home.parent / "output"
            command = [*PROGRAM, *deed.arguments(Random(seed + number))]
            call = crash.killed_at(command, environment(home), number, output)
            tally.killed += call is not None
            tally.note(deed, output.read_text(encoding="utf-8"), deed.done(home) - before)
            tally.faults += [f"{call} {number}: {fault}" for fault in faults(home)]
            if call is None:
                return tally
            number += every


def in_a_migration(schema: str, every: int = 1) -> Tally:
    """Kill the migration of an older history before its writing system calls."""
    tally, number = Tally(), 1
    with tempfile.TemporaryDirectory() as folder:
        old = Path(folder) / "old"
        prepare(old)
        for file in old.glob("studycards*"):
            shutil.rmtree(file) if file.is_dir() else file.unlink()
        with closing(sqlite3.connect(old / "studycards.db")) as db:
            db.executescript((SCHEMAS / f"{schema}.sql").read_text(encoding="utf-8"))
            db.execute("delete from marks")  # they are rows of no action
            db.commit()
        reviews = query(old, "select count(*) from reviews")
        while True:
            home, output = Path(folder) / "home", Path(folder) / "output"
            shutil.copytree(old, home)
            command = [*PROGRAM, "decks"]
            call = crash.killed_at(command, environment(home), number, output)
            tally.commands += 1
            tally.killed += call is not None
            tally.faults += [f"{call} {number}: {fault}" for fault in faults(home)]
            if query(home, "select count(*) from reviews") != reviews:
                tally.faults.append(f"{call} {number}: reviews were lost")
            shutil.rmtree(home)
            if call is None:
                return tally
            number += every
