"""The one place where the errors of a command are reported."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

from studycards.cli import context
from studycards.errors import DamagedHistoryError, ExitCode, StudycardsError

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def reported() -> Iterator[None]:
    """Run a command in its context; an error is reported in one line, a bug keeps its traceback.

    Raises:
        SystemExit: The command was interrupted, or ended with an error, which was reported.
    """
    with context.running():
        try:
            yield
        except KeyboardInterrupt:
            sys.exit(ExitCode.INTERRUPTED)
        except Exception as error:
            known = _known(error)
            if known is None:
                raise
            hint = f"\n  {known.hint}" if known.hint else ""
            context.tell(f"studycards: error: {known}{hint}\n")
            raise SystemExit(known.exit_code) from error


def _known(error: Exception) -> StudycardsError | None:
    """What a command that failed reports; None for a bug, which keeps its traceback.

    Damage of the history is looked into, and repaired where nothing is lost.
    """
    known = error if isinstance(error, StudycardsError) else None
    if type(error).__module__ == "sqlite3":
        from studycards.history.failures import history_error

        known = history_error(error, context.places().history)
    if isinstance(known, DamagedHistoryError):
        from traceback import clear_frames

        from studycards.collection.damage import tended

        for cause in (error, error.__cause__):
            clear_frames(cause.__traceback__ if cause else None)  # queries that hold the file open
        context.current().opened.close()
        known = tended(context.places().history, known, context.clock())
    return known
