"""Check decks: lint, prove, fix."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from os.path import realpath
from pathlib import Path
from typing import TYPE_CHECKING, Any

from studycards.cards import Location
from studycards.cards.fields import runs_on
from studycards.checking import prove
from studycards.checking.fix import fixed
from studycards.checking.lint import lint, located_notes, problem
from studycards.collection import index
from studycards.collection.catalog import deck_paths
from studycards.collection.trust import Piece, trust, untrusted
from studycards.decks.append import own_copy
from studycards.decks.limits import deck_bytes
from studycards.decks.parse import Problem, read_deck
from studycards.errors import UnreadableDeckError
from studycards.files import replace_text
from studycards.history import proofs
from studycards.history.database import transaction
from studycards.running import Outcome, RunResult

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from studycards.checking.prove import Interpreter
    from studycards.collection import Collection
    from studycards.decks.parse import ParsedDeck
    from studycards.history.database import Progress


@dataclass(frozen=True, slots=True)
class Proved:
    """The results of running the code of decks."""

    problems: list[Problem]
    ran: int
    """Snippets run or remembered, one for each interpreter."""
    elsewhere: int
    """Snippets not run, because the note is for other versions of Python."""
    skipped: list[str]
    """Decks that the learner does not trust."""


def lint_files(collection: Collection, paths: Sequence[Path]) -> list[Problem]:
    """The problems of some files, apart from those found by running code.

    A file replaces the deck of its name in the collection, wherever it is.
    """
    decks = [read_deck(path) for path in paths]
    names = {deck.name for deck in decks}
    given = {realpath(path): path for path in paths}
    known = deck_paths(collection).values()
    others = [read_deck(path) for path in known if realpath(path) not in given]
    duplicate_ids = [
        replace(found, path=str(given[path]))
        for found in index.problems(collection.db)
        if found.code == index.DUPLICATE_ID and (path := realpath(found.path)) in given
    ]
    return lint(decks, [deck for deck in others if deck.name not in names]) + duplicate_ids


def fix_files(collection: Collection, paths: Sequence[Path], *, in_place: bool) -> list[Path]:
    """Apply mechanical fixes; returns the files that changed.

    A file that cannot be read, or is not UTF-8, is left alone: `lint_files` reports it.

    Args:
        collection: The open collection.
        paths: Deck files.
        in_place: Change a shipped deck itself, for its author; otherwise a copy of it.
    """
    changed = []
    for path in paths:
        with transaction(collection.db, collection.log.waiting):  # programs that write take turns
            target = path if in_place else None
            changed += _fixed_file(collection, path, target)
    return changed


def _fixed_file(collection: Collection, path: Path, target: Path | None) -> list[Path]:
    """The file that was written to fix another; none if there was nothing to fix."""
    try:
        before = deck_bytes(path)
        text = before.decode()
    except (UnreadableDeckError, UnicodeDecodeError):
        return []  # `lint_files` says why
    result = fixed(text, path)
    if result == text:
        return []
    target = target or own_copy(path, collection.search_path)
    replace_text(target, before, result)
    return [target]


def prove_files(
    collection: Collection,
    paths: Sequence[Path],
    pythons: Sequence[Interpreter],
    ask: Callable[[str, list[Piece]], bool],
    progress: Progress,
) -> Proved:
    """Run the code of decks that are trusted, under each interpreter.

    Args:
        collection: The open collection, whose history remembers results and trust.
        paths: Deck files.
        pythons: The interpreters to run under.
        ask: Called with the name of a deck and its code that is not trusted yet.
        progress: Called after each run.
    """
    decks = [read_deck(path) for path in paths]
    wanted: list[_Job] = []
    skipped: list[str] = []
    elsewhere = 0
    for deck in decks:
        jobs = _jobs(deck, pythons)
        code = [job for job in jobs if runs_on(job[0].note.fields, job[1].version)]
        elsewhere += len(jobs) - len(code)
        new = untrusted(collection, [_piece(snippet) for snippet, _ in code])
        if new and not ask(deck.name, new):
            skipped.append(deck.name)
            continue
        if new:
            trust(collection, deck.name, new)
        wanted += code
    keys = {snippet.key(python) for snippet, python in wanted}
    results = _lasting(proofs.known_runs(collection.db, keys))
    ran_now = prove.run_all(wanted, results, partial(progress, "Proving answers"))
    with transaction(collection.db):
        proofs.remember_runs(collection.db, _lasting(ran_now))
    results |= ran_now
    return Proved(list(_complaints(wanted, results)), len(wanted), elsewhere, skipped)


_Job = tuple[prove.Snippet, "Interpreter"]


def _jobs(deck: ParsedDeck, pythons: Sequence[Interpreter]) -> list[_Job]:
    """All code of a deck, under each interpreter."""
    return [
        (snippet, python)
        for note in located_notes(deck)
        for python in pythons
        for snippet in prove.snippets(note, python.version)
    ]


def _complaints(jobs: Iterable[_Job], results: Mapping[str, Any]) -> Iterator[Problem]:
    """What is wrong by the results of running some code."""
    for snippet, python in jobs:
        values = results[snippet.key(python)]
        ran = RunResult(**values | {"outcome": Outcome(values["outcome"])})
        wrong = prove.complaint(snippet, ran)
        if wrong:
            rule, message = wrong
            version = ".".join(map(str, python.version))
            yield problem(snippet.note, rule, f"{message} (Python {version})")


def _lasting(runs: Mapping[str, Any]) -> dict[str, Any]:
    """The results that the same code would have again; on a busy machine it may run out of time."""
    return {key: ran for key, ran in runs.items() if ran["outcome"] != Outcome.TIMEOUT}


def _piece(snippet: prove.Snippet) -> Piece:
    note = snippet.note
    return Piece(Location(Path(note.path), note.line), snippet.code, snippet.names)
