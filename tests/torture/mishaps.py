"""What befalls a home besides a kill: a full disk, a read-only one, many writers, damage."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from random import Random

from tests.torture.deeds import DEEDS, PROGRAM, Tally, environment, faults, prepare, run, untidy
from tests.torture.kills import new_home

_FREE = 128
"""KiB that are free at most on a full disk."""

_PAGE = 4096
"""Bytes of a page of a history."""


@contextmanager
def _small_disk() -> Iterator[Path]:
    """A home on a disk of its own, of 8 MiB; only root can mount one."""
    with tempfile.TemporaryDirectory() as folder:
        _mount("-t", "tmpfs", "-o", "size=8m", "tmpfs", folder)
        try:
            home = Path(folder) / "home"
            prepare(home)
            yield home
        finally:
            subprocess.run(["umount", folder], check=True)


def _mount(*arguments: str) -> None:
    subprocess.run(["mount", *arguments], check=True)


def can_mount() -> bool:
    """Whether a disk can be mounted here."""
    with tempfile.TemporaryDirectory() as folder:
        command = ["mount", "-t", "tmpfs", "tmpfs", folder]
        if shutil.which("mount") is None or subprocess.run(command, check=False).returncode:
            return False
        subprocess.run(["umount", folder], check=True)
    return True


def on_a_full_disk(number: int, seed: int) -> Tally:
    """Run commands while next to nothing is free, and again when there is room."""
    tally, random = Tally(), Random(seed)
    with _small_disk() as home:
        for count in range(number):
            deed, filler = DEEDS[count % len(DEEDS)], home.parent / "filler"
            if deed.name == "check --fix":
                untidy(home)
            before = deed.done(home)
            free = shutil.disk_usage(home).free - 1024 * random.randrange(_FREE)
            filler.write_bytes(bytes(max(free, 0)))
            ran = run(home, *deed.arguments(random))
            filler.unlink()
            tally.note(deed, ran.stdout, deed.done(home) - before)
            tally.faults += _tracebacks(ran) + faults(home)
            for file in (*home.glob("studycards-replaced-*"), *home.glob("*-backups/*.zip")):
                file.unlink()
    return tally


def on_a_read_only_disk(number: int, seed: int) -> Tally:
    """Run commands where nothing can be written: what reads works, the others say why not."""
    tally, random = Tally(), Random(seed)
    with _small_disk() as home:
        run(home, "backup")
        _mount("-o", "remount,ro", str(home.parent))
        for count in range(number):
            deed = DEEDS[count % len(DEEDS)]
            ran = run(home, *deed.arguments(random))
            tally.commands += 1
            tally.faults += _tracebacks(ran)
            expected = 0 if deed.name == "stats" else 1
            if ran.returncode != expected or deed.said in ran.stdout:
                tally.faults.append(f"{deed.name} ended with {ran.returncode}: {ran.stderr}")
        tally.faults += faults(home)
    return tally


def many_writers(rounds: int, seed: int) -> Tally:
    """Start six commands at once: each waits for its turn, and all is kept."""
    tally, random = Tally(), Random(seed)
    deeds = [deed for deed in DEEDS if deed.name in ("answer", "suspend", "add")]
    with new_home() as home:
        for _ in range(rounds):
            before = [deed.done(home) for deed in deeds]
            programs = [
                subprocess.Popen(
                    [*PROGRAM, *deed.arguments(random)],
                    env=environment(home),
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.PIPE,
                    stderr=subprocess.STDOUT,
                    encoding="utf-8",
                )
                for deed in deeds * 2
            ]
            said = [program.communicate()[0] for program in programs]
            for place, deed in enumerate(deeds):
                told = sum(deed.said in text for text in said[place :: len(deeds)])
                added = deed.done(home) - before[place]
                tally.commands += 2
                tally.acknowledged += told
                if told != 2 or added != 2:
                    tally.faults.append(f"{deed.name}: {told} of 2 said so, {added} added: {said}")
            tally.faults += faults(home, works=False)
    return tally


def damaged(number: int, seed: int) -> Tally:
    """Overwrite a page of a history, run a command, and repair: no answer is changed or doubled."""
    tally, random = Tally(), Random(seed)
    with new_home() as whole:
        answered = _reviews(whole)
        for count in range(number):
            deed = DEEDS[count % len(DEEDS)]
            with tempfile.TemporaryDirectory() as folder:
                home = Path(folder) / "home"
                shutil.copytree(whole, home)
                _overwrite(home / "studycards.db", random)
                ran = run(home, *deed.arguments(random))
                repaired = run(home, "doctor", "--repair")
                tally.commands += 1
                tally.acknowledged += deed.said in ran.stdout
                found = _tracebacks(ran) + _tracebacks(repaired)
                if "nothing in it can be read" not in repaired.stderr:
                    found += faults(home)
                    left = _reviews(home)
                    if len(left) != len(set(left)) or len(set(left) - set(answered)) > 1:
                        found.append("reviews were changed or doubled")
                tally.faults += [f"{deed.name}: {fault}" for fault in found]
    return tally


def _overwrite(path: Path, random: Random) -> None:
    """Overwrite a page of a database, or a part of one, with chance."""
    with closing(sqlite3.connect(path)) as db:
        db.execute("pragma wal_checkpoint(truncate)")
    content = bytearray(path.read_bytes())
    start = random.randrange(len(content) // _PAGE) * _PAGE
    length = random.choice((_PAGE, 64, 1, 1))
    place = start + random.randrange(_PAGE - length + 1)
    content[place : place + length] = random.randbytes(length)
    path.write_bytes(content)


def _reviews(home: Path) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(home / "studycards.db")) as db:
        return db.execute("select device, at, card_id, rating from reviews").fetchall()


def _tracebacks(ran: subprocess.CompletedProcess[str]) -> list[str]:
    return [ran.stderr[-400:]] if "Traceback" in ran.stderr else []
