"""Errors that a user can cause or fix, and their exit codes.

Any other exception is a bug and keeps its traceback.
"""

from __future__ import annotations

import errno
from enum import IntEnum
from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


class ExitCode(IntEnum):
    """The exit code of the process; documented in the README."""

    OK = 0
    FAILED = 1
    USAGE = 2
    INVALID_DECK = 3
    INTERRUPTED = 130


class StudycardsError(Exception):
    """A failure reported in one line, with a hint on what to do."""

    exit_code: ClassVar[ExitCode] = ExitCode.FAILED

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint


class UsageProblemError(StudycardsError):
    """The command line asks for something impossible."""

    exit_code = ExitCode.USAGE


class ConfigError(StudycardsError):
    """The settings file or the environment cannot be used."""

    exit_code = ExitCode.USAGE


class DeckError(StudycardsError):
    """A deck or a card cannot be used."""

    exit_code = ExitCode.INVALID_DECK


class UnreadableDeckError(DeckError):
    """A deck file is no file, cannot be read, or is beyond a limit."""

    def __init__(
        self, path: Path, reason: str, hint: str, *, line: int = 1, is_file: bool = True
    ) -> None:
        super().__init__(f"{path}:{line}: {reason}", hint=hint)
        self.reason = reason
        self.line = line
        """From 1."""
        self.is_file = is_file


class HistoryError(StudycardsError):
    """The history cannot be read or written."""


class AnsweredElsewhereError(HistoryError):
    """The card was answered, or an answer undone, after it was shown."""

    def __init__(self, card_id: str) -> None:
        super().__init__(
            f"{card_id} was answered elsewhere in the meantime, so this rating was not recorded"
        )


class EventError(HistoryError):
    """A line cannot be read as an event."""


class UnknownCardError(UsageProblemError):
    """No card of the collection has this id."""

    def __init__(self, card_id: str, similar: Iterable[str] = ()) -> None:
        close = ", ".join(similar)
        super().__init__(
            f"there is no card '{card_id}'",
            hint=f"Did you mean {close}?"
            if close
            else "`studycards search` finds cards by their words.",
        )


class UnknownDeckError(UsageProblemError):
    """No deck of the collection has this name."""

    def __init__(self, deck: str, known: Iterable[str]) -> None:
        super().__init__(
            f"there is no deck '{deck}'",
            hint=f"Decks: {', '.join(sorted(known)) or 'none'}.",
        )


class UnknownTagError(UsageProblemError):
    """No card of the collection has this tag."""

    def __init__(self, tag: str, known: Iterable[str]) -> None:
        super().__init__(
            f"there is no card with the tag '{tag}'",
            hint=f"Tags: {', '.join(sorted(known)) or 'none'}.",
        )


class CannotWriteError(DeckError):
    """One of the learner's files cannot be written."""

    exit_code = ExitCode.FAILED

    def __init__(self, path: Path, cause: OSError) -> None:
        full = cause.errno in (errno.ENOSPC, errno.EDQUOT)
        hint = "Free some space, then try again." if full else "Check the permissions."
        super().__init__(f"cannot write {path}: {cause.strerror}", hint=hint)


class ChangedUnderneathError(DeckError):
    """A deck file was changed by another program while it was being edited."""

    exit_code = ExitCode.FAILED

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"{path} changed while it was being edited; nothing was written",
            hint="Run the command again.",
        )


class DamagedHistoryError(HistoryError):
    """The history holds something that cannot be read; nothing is written to it any more."""

    def __init__(self, path: Path, found: str) -> None:
        super().__init__(
            f"the history {path} is damaged: {found}",
            hint="`studycards doctor` tells what can be read, `studycards doctor --repair` saves it"
            " and keeps the damaged file, `studycards restore` returns to a backup.",
        )
        self.found = found


class UnwritableHistoryError(HistoryError):
    """The history can perhaps be read, but nothing can be written to it."""


class LostHistoryError(HistoryError):
    """There was a history, and it is missing or empty."""

    def __init__(self, path: Path, backups: Path, newest: Path | None) -> None:
        cure = (
            f"`studycards restore` brings back the newest backup, {newest.name}."
            if newest
            else "There is no backup: put a copy of the history there."
        )
        super().__init__(
            f"the history {path} is gone, or empty; there was one before",
            hint=f"{cure} To begin a new one, move {backups} away.",
        )
