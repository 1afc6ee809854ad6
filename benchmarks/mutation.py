"""How many small faults in the code the tests find.

    python -m benchmarks.mutation SURVIVORS [--sample 400] [--seed 1] [--room NAME …]

The faults are those of mutmut (the extra `mutation`). An equal share of them is drawn in each room;
each is put into a copy of the checkout and meets the room's tests, first the fast ones, then the
slow. A run that takes far too long counts as a fault found. What no test finds is written to the
file SURVIVORS, with its place and its lines.
"""

from __future__ import annotations

import argparse
import difflib
import os
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from queue import Queue
from random import Random
from typing import TYPE_CHECKING, Any

import libcst
from mutmut.mutation.file_mutation import create_mutations

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[1]
SOURCE = Path("src/studycards")
NOT_COPIED = (".git", ".venv", ".hypothesis", ".*_cache")

SPEEDS = ("not slow", "slow")
"""Markers of the tests that a fault meets, one after the other."""

MEMORY = 4 << 30
"""Bytes: a fault may fill the memory of the machine."""


@dataclass(frozen=True, slots=True)
class Room:
    """Modules, and the tests that are to hold them."""

    modules: tuple[str, ...]
    """Patterns within the package."""
    tests: tuple[str, ...]


ROOMS = {
    "scheduling": Room(("scheduling/*.py",), ("tests/scheduling",)),
    "history": Room(("history/*.py", "events/*.py"), ("tests/history", "tests/test_events.py")),
    "review": Room(
        ("review/*.py",),
        (
            *("tests/review", "tests/collection"),
            *("tests/cli/test_limits.py", "tests/cli/test_life.py", "tests/cli/test_plain.py"),
            "tests/cli/test_review.py",
        ),
    ),
    "judging": Room(
        (
            *(
                "cards/comparing.py",
                "cards/formula.py",
                "cards/code.py",
                "cards/judging/__init__.py",
            ),
            *(
                "cards/judging/deriving.py",
                "cards/judging/quantities.py",
                "cards/judging/growth.py",
                "cards/judging/codes.py",
            ),
            *(
                "cards/judging/wording.py",
                "cards/judging/slips.py",
                "cards/judging/printing.py",
                "cards/judging/intervals.py",
            ),
            *("cards/typed.py", "cards/cloze.py", "cards/choice.py", "cards/order.py"),
            *("cards/output.py", "cards/equation.py", "cards/exercise.py", "cards/assertions.py"),
        ),
        ("tests/cards", "tests/decks/test_bad_decks.py"),
    ),
}


@dataclass(frozen=True, slots=True)
class Mutant:
    """A module with one fault."""

    room: str
    path: Path
    """Within the checkout."""
    before: str
    after: str

    def __str__(self) -> str:
        before, after = self.before.split("\n"), self.after.split("\n")
        lines = enumerate(zip(before, after, strict=False), 1)
        line = next(number for number, (old, new) in lines if old != new)
        diff = list(difflib.unified_diff(before, after, n=1, lineterm=""))[3:]
        return "\n".join([f"{self.path}:{line}", *diff, ""])


def drawn(room: str, size: int, random: Random) -> list[Mutant]:
    """Some faults of a room, in functions and classes and in the numbers outside of them."""
    found: list[tuple[Path, libcst.Module, Any]] = []
    for pattern in ROOMS[room].modules:
        for path in sorted((ROOT / SOURCE).glob(pattern)):
            module, mutations, *_ = create_mutations(str(path), path.read_text("utf-8"))
            found += [
                (path.relative_to(ROOT), module, mutation)
                for mutation in mutations
                if mutation.contained_by_top_level_function
                or isinstance(mutation.original_node, libcst.BaseNumber)
            ]
    return [
        Mutant(room, path, module.code, mutated(module, mutation))
        for path, module, mutation in random.sample(found, min(size, len(found)))
    ]


def mutated(module: libcst.Module, mutation: Any) -> str:
    """The text of a module with one fault."""
    changed: Any = module.deep_replace(mutation.original_node, mutation.mutated_node)
    text: str = changed.code
    return text


def passes(checkout: Path, room: str, speed: str, limit: float | None = None) -> bool:
    """Whether the tests of a room pass in a copy of the checkout, within some seconds."""
    command = [sys.executable, "-m", "pytest", "-x", "-q", "-n", "0", "-p", "no:cacheprovider"]
    process = subprocess.Popen(
        [*command, "--hypothesis-seed=0", "-m", speed, *ROOMS[room].tests],
        cwd=checkout,
        env={**os.environ, "PYTHONPATH": str(checkout / "src")},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    resource.prlimit(process.pid, resource.RLIMIT_AS, (MEMORY, MEMORY))
    try:
        return process.wait(limit) in (0, 5)  # 5: none of this speed
    except subprocess.TimeoutExpired:
        return False
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def time_limits(rooms: list[str]) -> dict[tuple[str, str], float]:
    """Seconds that the tests of each room may take with a fault; without one they must pass."""
    limits = {}
    for room in rooms:
        for speed in SPEEDS:
            start = time.monotonic()
            if not passes(ROOT, room, speed):
                raise SystemExit(f"The {speed} tests of {room} fail without a fault.")
            limits[room, speed] = 4 * (time.monotonic() - start) + 20
    return limits


def survivors(mutants: list[Mutant], limits: dict[tuple[str, str], float]) -> Iterator[Mutant]:
    """The mutants that no test finds, tried in as many copies of the checkout as there are cores."""
    copies: Queue[Path] = Queue()

    def survives(mutant: Mutant) -> bool:
        checkout = copies.get()
        module = checkout / mutant.path
        module.write_text(mutant.after, encoding="utf-8")
        try:
            return all(
                passes(checkout, mutant.room, speed, limits[mutant.room, speed]) for speed in SPEEDS
            )
        finally:
            shutil.copy2(ROOT / mutant.path, module)
            copies.put(checkout)

    workers = os.cpu_count() or 1
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(workers) as pool:
        for number in range(workers):
            checkout = Path(folder) / str(number)
            copies.put(shutil.copytree(ROOT, checkout, ignore=shutil.ignore_patterns(*NOT_COPIED)))
        for done, (mutant, survived) in enumerate(
            zip(mutants, pool.map(survives, mutants), strict=True), 1
        ):
            print(f"{done}/{len(mutants)}", end="\r", file=sys.stderr, flush=True)
            if survived:
                yield mutant


def main() -> None:
    """Draw, try, and tell."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("survivors", type=Path)
    parser.add_argument("--sample", type=int, default=400)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--room", choices=ROOMS, nargs="+", default=list(ROOMS))
    options = parser.parse_args()
    random = Random(options.seed)
    mutants = [
        mutant
        for room in options.room
        for mutant in drawn(room, options.sample // len(options.room), random)
    ]
    left = []
    with options.survivors.open("w", encoding="utf-8") as file:
        for mutant in survivors(mutants, time_limits(options.room)):
            left.append(mutant)
            print(mutant, file=file, flush=True)
    for room in (*options.room, ""):
        tried = [mutant for mutant in mutants if room in ("", mutant.room)]
        lived = [mutant for mutant in left if room in ("", mutant.room)]
        share = 1 - len(lived) / len(tried)
        print(f"{room or 'all':12}{len(tried) - len(lived):4} of {len(tried):4}  {share:.0%}")


if __name__ == "__main__":
    main()
