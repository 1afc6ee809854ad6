"""What a deck may cost: a file is looked at before it is read, and its bytes before they are parsed.

Nothing else reads a deck file, so that none can hang the program or fill the memory.
"""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING

from studycards.errors import UnreadableDeckError

if TYPE_CHECKING:
    from pathlib import Path

LARGEST_FILE = 64 * 2**20
"""Bytes of a deck file."""

LARGEST_NOTE = 8 * 2**20
"""Bytes from one note to the next: far more than the fields of a note may hold."""

MOST_NOTES = 100_000
"""Notes of a deck."""

SPLIT = "Split the deck into several files."


def deck_bytes(path: Path) -> bytes:
    """The content of a deck file that costs little enough to be parsed.

    Raises:
        UnreadableDeckError: It is no file, cannot be read, or is beyond a limit.
    """
    try:
        content = _content(path)
    except (OSError, ValueError) as error:
        raise UnreadableDeckError(path, *_reason(path, error), is_file=False) from error
    start = _start_of_notes(content)
    if start and content.count(start) > MOST_NOTES:
        raise UnreadableDeckError(path, f"more than {MOST_NOTES:,} cards", SPLIT)
    place = _long_stretch(content, start or b"\n")
    if place is not None:
        line = content.count(b"\n", 0, place) + 1
        size = f"{LARGEST_NOTE // 2**20} MiB"
        raise UnreadableDeckError(path, f"a card or a line of more than {size}", SPLIT, line=line)
    return content


def _content(path: Path) -> bytes:
    status = path.stat()
    if not stat.S_ISREG(status.st_mode):
        raise UnreadableDeckError(path, *_no_file(path, status.st_mode), is_file=False)
    if status.st_size <= LARGEST_FILE:
        # What became a pipe meanwhile, or is none of a disk, does not keep the program waiting.
        flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
        parts, left = [], LARGEST_FILE
        with open(os.open(path, flags), "rb", buffering=0) as file:  # noqa: PTH123
            while left >= 0 and (part := file.read(status.st_size + 1)):
                parts.append(part)
                left -= len(part)
        if left >= 0:
            return b"".join(parts)  # nearly always one, which is not copied
    reason = f"the file is larger than {LARGEST_FILE // 2**20} MiB"
    raise UnreadableDeckError(path, reason, SPLIT)


def _no_file(path: Path, mode: int) -> tuple[str, str]:
    """Why something that is no regular file is no deck, and what to do."""
    if not stat.S_ISDIR(mode):
        kind = "a pipe" if stat.S_ISFIFO(mode) else "a device or a socket"
        return f"cannot be read: this is {kind}, not a file", "Remove it."
    if path.is_symlink():
        hint = "Name the folder in the setting `deck_folders`."
        return "this link leads to a folder outside, where no decks are looked for", hint
    try:
        os.scandir(path).close()
    except OSError as error:
        return f"this folder cannot be read: {error.strerror}", "Check its name and permissions."
    return "cannot be read: this is a folder", "Name a file."


def _reason(path: Path, error: OSError | ValueError) -> tuple[str, str]:
    """Why a file cannot be read, and what to do."""
    what = getattr(error, "strerror", None) or str(error)
    if os.path.islink(path):  # noqa: PTH114 - the name may be one that no file can have
        return f"this link leads nowhere: {what}", "Remove it, or correct its target."
    if "\ufffd" in path.name and isinstance(error, FileNotFoundError):
        return "cannot be read: its name is not UTF-8", "Rename the file."
    return f"cannot be read: {what}", "Check the file and its permissions."


def _start_of_notes(content: bytes) -> bytes | None:
    """The newline, indent and dash before each note; None unless they stand one below another."""
    cards = content.find(b"\ncards:") if not content.startswith(b"cards:") else 0
    dash = content.find(b"-", cards + 1) if cards >= 0 else -1
    newline = content.rfind(b"\n", 0, dash)
    indent = content[newline:dash] if dash > 0 and newline >= 0 else b"x"
    return None if indent.strip() or len(indent) > 20 else indent + b"- "


def _long_stretch(content: bytes, separator: bytes) -> int | None:
    """Where more than `LARGEST_NOTE` bytes begin that hold no separator; None if none do."""
    for middle in range(LARGEST_NOTE, len(content), LARGEST_NOTE):
        before = max(content.rfind(separator, 0, middle), 0)
        after = content.find(separator, middle, before + LARGEST_NOTE)
        if after < 0 and len(content) - before > LARGEST_NOTE:
            return before + 1
    return None
