"""The device name under which a history records events: one history on one machine.

The name is kept in the file with the machine and the path where it last recorded. A file that is
found elsewhere was moved or copied: a copy gets a name of its own before its first event, for two
histories that record under one name could not be merged.
"""

from __future__ import annotations

import sqlite3
import sys
from contextlib import closing, suppress
from pathlib import Path

_UNKNOWN = "unknown"
"""The identity of a machine that has none; two such machines are taken for one at the same path."""

_MULTICAST = 1 << 40
"""Set in a random address, which Python generates if it finds none."""


def device_name(db: sqlite3.Connection, machine: str) -> str:
    """The name of the device, generated on first use; call it inside a transaction.

    Args:
        db: The open history.
        machine: The identity of this machine.
    """
    kept = dict(db.execute("select name, value from facts where name like 'device%'").fetchall())
    path = _path_of(db)
    name: str = kept.get("device", "")
    known = kept.get("device_machine", machine), kept.get("device_path", path)
    if not name or _is_copy(name, known, (machine, path)):
        from uuid import uuid4  # noqa: PLC0415 - once in the life of a history

        name = uuid4().hex
    facts = {"device": name, "device_machine": machine, "device_path": path}
    if kept != facts:
        db.executemany("insert or replace into facts values (?, ?)", facts.items())
    return name


def _path_of(db: sqlite3.Connection) -> str:
    file: str = db.execute("pragma database_list").fetchone()[2]
    return str(Path(file).resolve()) if file else ""


def _is_copy(name: str, known: tuple[str, str], here: tuple[str, str]) -> bool:
    """Whether the history was copied here: one that was moved is found nowhere else."""
    if known == here:
        return False
    other_path = known[1] != here[1]
    other_machine = other_path if _UNKNOWN in (known[0], here[0]) else known[0] != here[0]
    return (other_path and other_machine) or _holds(Path(known[1]), name)


def _holds(path: Path, name: str) -> bool:
    """Whether there is a history of that name at a path; one that cannot be read may be it."""
    try:
        if not path.is_file():
            return False
    except OSError:
        return True
    with (
        suppress(sqlite3.Error),
        closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as db,
    ):
        row = db.execute("select value from facts where name = 'device'").fetchone()
        return row is not None and row[0] == name
    return True


def machine_id() -> str:
    """An identifier of this machine that stays the same across restarts."""
    if sys.platform == "win32":
        import winreg  # noqa: PLC0415 - exists only there

        with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, r"SOFTWARE\Microsoft\Cryptography") as key:
            return str(winreg.QueryValueEx(key, "MachineGuid")[0])
    for file in ("/etc/machine-id", "/var/lib/dbus/machine-id"):
        with suppress(OSError):
            identity = Path(file).read_text(encoding="ascii").strip()
            if identity:
                return identity
    from uuid import getnode  # noqa: PLC0415 - may start other programs

    address = getnode()
    return _UNKNOWN if address & _MULTICAST else f"{address:012x}"
