"""What programs are killed at, and what must hold of the files afterwards."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from random import Random

import yaml

from studycards.history.backup import backups
from studycards.history.log import Log

PROGRAM = [sys.executable, "-m", "studycards"]
SCHEMAS = Path(__file__).parents[1] / "history" / "old_schemas"

DECK = "deck: one\ncards:\n" + "".join(
    f"  - id: card-{n}\n    question: What is the number {n}?\n    answer: {n}\n" for n in range(12)
)
UNTIDY = "deck: untidy\ncards:\n" + "".join(
    f"  - question: Which is the letter {c}? \n    answer: {c}\n" for c in "abcdefgh"
)


@dataclass(frozen=True, slots=True)
class Deed:
    """A command, and how far what it does can be counted."""

    name: str
    arguments: Callable[[Random], list[str]]
    done: Callable[[Path], int]
    """Counts what the command adds one to."""
    said: str
    """What the program says only once that is on disk."""
    once: int = 1
    """How much a whole run adds."""


def query(home: Path, sql: str) -> int:
    """A number in the database of a home; 0 before the tables are made."""
    path = home / "studycards.db"
    if not path.exists():
        return 0
    with closing(sqlite3.connect(path)) as db:
        if db.execute("select 1 from sqlite_master where name = 'reviews'").fetchone() is None:
            return 0
        return int(db.execute(sql).fetchone()[0])


def actions(kind: str) -> Callable[[Path], int]:
    """Counts the actions of a kind."""
    return partial(query, sql=f"select count(*) from actions where kind = '{kind}'")


def notes(home: Path, deck: str = "one") -> int:
    """The notes of a deck, which must be YAML."""
    content = yaml.safe_load((home / "decks" / f"{deck}.yaml").read_text(encoding="utf-8"))
    return len(content["cards"])


def ids(home: Path) -> int:
    """The notes of the untidy deck that have an id."""
    content = yaml.safe_load((home / "decks" / "untidy.yaml").read_text(encoding="utf-8"))
    assert len(content["cards"]) == 8
    return sum("id" in note for note in content["cards"])


def _backups(home: Path) -> int:
    return sum(1 for _ in backups(home / "studycards-backups"))


def _replaced(home: Path) -> int:
    """The histories that were replaced; a program may be killed once the name is given."""
    return len(list(home.glob("studycards-replaced-*.db")))


def _card(random: Random) -> str:
    return f"card-{random.randrange(12)}"


def _setting(random: Random) -> list[str]:
    return ["config", "rollover", str(random.randrange(24))]


def _note(random: Random) -> list[str]:
    number = random.randrange(10**9)
    return ["add", "one", "-q", f"Which is {number:,}?", "-a", str(number), "--force"]


DEEDS = (
    Deed(
        "answer",
        lambda random: ["answer", _card(random), random.choice(["again", "good", "easy"])],
        partial(query, sql="select count(*) from reviews"),
        "due again",
    ),
    Deed("undo", lambda _: ["undo"], actions("undo"), "Undone"),
    Deed("suspend", lambda random: ["suspend", _card(random)], actions("suspend"), "uspended"),
    Deed("add", _note, notes, "Added"),
    Deed("check --fix", lambda _: ["check", "untidy", "--fix"], ids, "Fixed", once=8),
    Deed("backup", lambda _: ["backup"], _backups, "Backed up"),
    Deed("restore", lambda _: ["restore", "--yes"], _replaced, "Restored"),
    Deed("config", _setting, lambda _home: 0, "no such word", once=0),
    Deed("stats", lambda _: ["stats"], lambda _home: 0, "no such word", once=0),
)
"""Commands that write: by an answer, an action, a file, or what they bring up to date."""


@dataclass(slots=True)
class Tally:
    """What became of the commands of one deed."""

    commands: int = 0
    killed: int = 0
    acknowledged: int = 0
    kept: int = 0
    """Done, though the program was killed before it could say so."""
    faults: list[str] = field(default_factory=list)

    def note(self, deed: Deed, said: str, grown: int) -> None:
        """Count a command that was ended somehow.

        Args:
            deed: What it was to do.
            said: What it printed.
            grown: By how much the count of the deed has grown.
        """
        self.commands += 1
        if deed.said in said:
            self.acknowledged += 1
            if grown != deed.once:
                self.faults.append(f"{deed.name} said {said!r} and added {grown}")
        elif grown == deed.once and deed.once:
            self.kept += 1
        elif grown:
            self.faults.append(f"{deed.name} was killed and added {grown}")


def prepare(home: Path) -> None:
    """A home with two decks and a few answers."""
    (home / "decks").mkdir(parents=True)
    (home / "decks" / "one.yaml").write_text(DECK, encoding="utf-8")
    untidy(home)
    for card in ("card-0", "card-1", "card-2"):
        run(home, "answer", card, "good")


def untidy(home: Path) -> None:
    """Write the deck that `check --fix` has to do with."""
    (home / "decks" / "untidy.yaml").write_text(UNTIDY, encoding="utf-8")


def environment(home: Path) -> dict[str, str]:
    """The variables of a program with this home; without those that measure coverage."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("COV")}
    return {**kept, "STUDYCARDS_HOME": str(home), "COLUMNS": "200"}


def run(home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the program to its end."""
    return subprocess.run(
        [*PROGRAM, *arguments],
        env=environment(home),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=120,
    )


def faults(home: Path, *, works: bool = True) -> list[str]:
    """What is wrong in a home, looked at in a copy of the files as they lie.

    Args:
        home: The home.
        works: Whether to run a command on it too.
    """
    found = []
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "home"
        shutil.copytree(home, copy)
        found += _faults_of_history(copy / "studycards.db")
        if works:
            ran = run(copy, "stats", "--json")
            if ran.returncode or "streak" not in json.loads(ran.stdout or "{}"):
                found.append(f"the next command ended with {ran.returncode}: {ran.stderr[-300:]}")
    for file in (home / "decks").glob("*.yaml"):
        yaml.safe_load(file.read_text(encoding="utf-8"))
    return found


def _faults_of_history(path: Path) -> list[str]:
    if not path.exists():
        return []
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.row_factory = sqlite3.Row
        try:
            integrity = db.execute("pragma integrity_check").fetchone()[0]
        except sqlite3.DatabaseError as error:
            return [f"integrity: {error}"]
        found = [] if integrity == "ok" else [f"integrity: {integrity}"]
        tables = {row[0] for row in db.execute("select name from sqlite_master")}
        if "marks" not in tables or "effective_reviews" not in tables:
            return found  # not yet migrated
        log = Log(db)
        log.bring_up_to_date(lambda *_: None)  # as the next command would
        before = _folded(db)
        log.rebuild()
        return found + ([] if _folded(db) == before else ["the states are not those of the fold"])


def _folded(db: sqlite3.Connection) -> list[list[tuple[object, ...]]]:
    tables = ("states", "marks")
    return [sorted(map(tuple, db.execute(f"select * from {name}")), key=str) for name in tables]
