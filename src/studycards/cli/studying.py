"""A review session from its options to its summary.

Nothing of typer is loaded here: `studycards review` takes no option on most days.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from studycards.cli import context
from studycards.config import Grading
from studycards.errors import DamagedHistoryError, HistoryError, StudycardsError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from rich.console import Console

    from studycards.collection import Collection
    from studycards.review.session import ReviewSession

_CLOCKS_DIFFER = timedelta(hours=1)
"""How far answers may be ahead of the clock."""

_LONG_PAUSE = timedelta(days=60)
"""Time without an answer after which a wrong clock is as likely as a pause."""
LARGE = 50_000_000
"""Bytes of a history from which a backup takes a second, and is announced."""

NARROWEST = 24
"""Columns below which a session goes line by line."""


def study(
    decks: Sequence[str] = (),
    *,
    tags: Sequence[str] = (),
    new: int | None = None,
    limit: int | None = None,
    ahead: int = 0,
    cram: bool = False,
    minutes: int | None = None,
    grading: Grading | None = None,
    confidence: bool = False,
    plain: bool = False,
) -> None:
    """Study; the arguments are those of `studycards review`.

    Raises:
        StudycardsError: There is no terminal, nothing can be recorded, or the clock is wrong.
    """
    streams = context.current()
    if not plain and not (streams.stdin.isatty() and streams.stdout.isatty()):
        raise StudycardsError(
            "review needs a terminal",
            hint="Use --plain, or `studycards next --json` and `studycards answer` in a script.",
        )
    from studycards.review.queue import Selection
    from studycards.review.session import ReviewOptions, ReviewSession

    selection = Selection(
        decks=tuple(decks),
        tags=tuple(tags),
        new=new,
        limit=limit,
        ahead=ahead,
        cram=cram,
    )
    collection = context.open_collection(talk=not streams.stdin.isatty())
    if streams.stdin.isatty():
        _check_clock(collection)
    if collection.log.unwritable and not cram:
        raise collection.log.unwritable
    options = ReviewOptions(
        grading=grading or Grading(collection.settings.grading),
        confidence=confidence,
        minutes=minutes,
    )
    session = ReviewSession(collection, selection, context.clock, options)
    console = context.out()
    interrupted = None
    try:
        _run(console, collection, session, plain=plain)
    except KeyboardInterrupt as error:
        interrupted = error
    finally:
        _summary(console, collection, session)
    _back_up(collection, session.began)
    if interrupted:
        raise interrupted


def _check_clock(collection: Collection) -> None:
    """Ask about a clock that may be wrong: the dates of all answers depend on it.

    Raises:
        StudycardsError: The learner says that the clock is wrong.
    """
    now, log = context.clock(), collection.log
    ahead = log.last_moment(now + _CLOCKS_DIFFER)
    if ahead and context.confirm(
        f"By the clock it is {now:%Y-%m-%d %H:%M}, but answers are dated up to {ahead:%Y-%m-%d}.\n"
        "Until then every new answer is dated after them. Undo those?"
    ):
        context.tell(f"Undone: {log.undo_after(now)}.\n")
    last = log.last_answer()
    if (
        last
        and now - last > _LONG_PAUSE
        and not context.confirm(
            f"The last answer was given on {last:%Y-%m-%d}. By the clock it is {now:%Y-%m-%d}.\n"
            "Is that right?"
        )
    ):
        raise StudycardsError(
            "the clock is wrong, so nothing was asked", hint="Set it, then start again."
        )


def _run(console: Console, collection: Collection, session: ReviewSession, *, plain: bool) -> None:
    if session.current_card is None:
        return
    world = context.current()
    if plain or console.is_dumb_terminal or console.size.width < NARROWEST:
        from studycards.terminal.plain import Plain

        Plain(console, collection, session, world.editor, world.read_line).run()
    else:
        from studycards.terminal.fullscreen import FullScreen
        from studycards.terminal.screen import Screen

        screen = Screen(console, world.keyboard())
        FullScreen(screen, collection, session, world.editor).run()


def _summary(console: Console, collection: Collection, session: ReviewSession) -> None:
    """Print what was done and when to come back."""
    from studycards.collection import index
    from studycards.scheduling.states import Rating
    from studycards.terminal.card_view import minutes_text
    from studycards.terminal.text import counted

    ratings = session.state.ratings
    now = context.clock()
    if ratings:
        again = ratings.count(Rating.AGAIN)
        recalled = f"{1 - again / len(ratings):.0%} recalled"
        minutes = minutes_text((now - session.began).total_seconds())
        console.print(f"{counted(len(ratings), 'answer')} in {minutes}, {recalled}.")
    if session.current:
        left = counted(session.counts.total, "card")
        console.print(f"{left} left: `studycards review` continues.")
    else:
        console.print("Nothing is left to study." if ratings else "Nothing is due.")
        due = session.next_due()
        if due:
            console.print(f"The next card is due {_when(due, now)}.")
    problems = len(index.problems(collection.db))
    if problems:
        hint = "`studycards check` lists them."
        context.err().print(f"{counted(problems, 'problem')} in the decks; {hint}", style="yellow")


def _back_up(collection: Collection, began: datetime) -> None:
    """Make the backup of the study day, now that the terminal is given back."""
    if collection.log.last_moment(since=began) is None:
        return
    from studycards.collection import backups

    try:
        if collection.history.stat().st_size > LARGE:
            context.err().print("Making the backup of the day.", style="dim")
        backups.make_daily(collection, context.clock())
    except DamagedHistoryError:
        raise
    except HistoryError as error:
        context.err().print(f"studycards: no backup was made: {error}", style="yellow")


def _when(due: datetime, now: datetime) -> str:
    from studycards.terminal.text import duration_text

    if due <= now:
        return "now"
    if due.date() == now.date():
        return f"at {due:%H:%M}, in {duration_text(due - now)}"
    return f"on {due:%A, %d %B}" if (due - now).days < 300 else f"on {due:%Y-%m-%d}"
