"""The tree of errors that a user can cause or mend, and their exit codes.

Anything else that is raised is a bug of ours and keeps its traceback.
"""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


class ExitCode(IntEnum):
    """What the process returns; documented in the README."""

    OK = 0
    FAILED = 1
    USAGE = 2
    INVALID_DECK = 3
    INTERRUPTED = 130


class StudycardsError(Exception):
    """A failure that is said in one line, with a hint on what to do about it."""

    exit_code: ClassVar[ExitCode] = ExitCode.FAILED

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint


class UsageProblemError(StudycardsError):
    """The command line asks for something that cannot be."""

    exit_code = ExitCode.USAGE


class ConfigError(StudycardsError):
    """The settings file or the environment cannot be used."""

    exit_code = ExitCode.USAGE


class DeckError(StudycardsError):
    """A deck or a card cannot be used."""

    exit_code = ExitCode.INVALID_DECK


class HistoryError(StudycardsError):
    """The history cannot be read or written."""


class EventError(HistoryError):
    """A line is not an event that can be read."""


class UnknownCardError(UsageProblemError):
    """No card of the collection has this id."""

    def __init__(self, card_id: str, similar: Iterable[str] = ()) -> None:
        close = ", ".join(similar)
        super().__init__(
            f"there is no card '{card_id}'",
            hint=f"Did you mean {close}?" if close else "`studycards decks` lists the decks.",
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
    """A file of the learner's cannot be written."""

    exit_code = ExitCode.FAILED

    def __init__(self, path: Path, reason: str | None) -> None:
        super().__init__(f"cannot write {path}: {reason}", hint="Check who may write there.")


class ChangedUnderneathError(DeckError):
    """A deck file was changed by somebody else while we were about to write it."""

    exit_code = ExitCode.FAILED

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"{path} changed while it was being edited; nothing was written",
            hint="Run the command again.",
        )
