"""Read rows from the pages of a database file, where SQLite itself cannot reach them.

Tables without rowid are stored as an index: see https://sqlite.org/fileformat2.html, 1.6 and 2.1.
Rows that continue on other pages are left out.
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    Value = None | int | float | str | bytes

_INTERIOR, _LEAF = 2, 10
"""The first byte of a page of an index, or of a table without rowid."""

_USUAL = 4_096
"""Bytes of a page where the first page of the file does not say."""

_SIZES = (0, 1, 2, 3, 4, 6, 8)
"""Bytes of an integer, by its serial type."""


def rows_in_pages(file: Path, columns: int) -> Iterator[tuple[Value, ...]]:
    """Every row with a number of columns in tables without rowid, its columns as they are stored.

    Pages that are free may hold rows as they once were.
    """
    with file.open("rb") as pages:
        head = pages.read(100)
        size = int.from_bytes(head[16:18], "big") if head.startswith(b"SQLite") else _USUAL
        pages.seek(0)
        while page := pages.read(65_536 if size == 1 else max(size, 512)):
            if page[0] in (_INTERIOR, _LEAF):
                yield from _rows(page, columns)


def _rows(page: bytes, columns: int) -> Iterator[tuple[Value, ...]]:
    count = int.from_bytes(page[3:5], "big")
    head, child = (12, 4) if page[0] == _INTERIOR else (8, 0)
    for cell in range(head, head + 2 * count, 2):
        try:
            start = int.from_bytes(page[cell : cell + 2], "big")
            length, at = _varint(page, start + child)
            row = _record(page[at : at + length], columns)
        except (IndexError, UnicodeDecodeError, struct.error):
            continue
        if row is not None:
            yield row


def _record(data: bytes, columns: int) -> tuple[Value, ...] | None:
    """The values of a record; None if it has another number of them or does not end on its page."""
    head, at = _varint(data, 0)
    types = []
    while at < head:
        kind, at = _varint(data, at)
        types.append(kind)
    sizes = [_size(kind) for kind in types]
    if len(types) != columns or at != head or head + sum(sizes) != len(data):
        return None
    values: list[Value] = []
    for kind, size in zip(types, sizes, strict=True):
        values.append(_value(kind, data[at : at + size]))
        at += size
    return tuple(values)


def _size(kind: int) -> int:
    """Bytes of a value of a serial type."""
    if kind >= 12:
        return (kind - 12) // 2
    return (*_SIZES, 8, 0, 0, 0, 0)[kind]


def _value(kind: int, raw: bytes) -> Value:
    """A value of a serial type."""
    if kind == 0:
        return None
    if kind < 7:
        return int.from_bytes(raw, "big", signed=True)
    if kind == 7:
        number: float = struct.unpack(">d", raw)[0]
        return number
    if kind in (8, 9):
        return kind - 8
    return raw.decode() if kind % 2 else raw


def _varint(data: bytes, at: int) -> tuple[int, int]:
    """An integer of variable length, and where it ends."""
    value = 0
    for place in range(at, at + 8):
        byte = data[place]
        value = value << 7 | byte & 0x7F
        if byte < 0x80:
            return value, place + 1
    return value << 8 | data[at + 8], at + 9
