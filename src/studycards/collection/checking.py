"""Check decks: lint, prove, fix."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from os.path import realpath
from pathlib import Path
from typing import TYPE_CHECKING, Any

from studycards.checking import prove
from studycards.checking.fix import fixed
from studycards.checking.lint import lint, located_notes, problem
from studycards.collection import index
from studycards.collection.catalog import deck_paths
from studycards.decks.append import own_copy, replace_text
from studycards.decks.limits import deck_bytes
from studycards.decks.parse import ParsedDeck, Problem, read_deck
from studycards.errors import UnreadableDeckError
from studycards.history import proofs
from studycards.history.database import transaction
from studycards.running import Outcome, RunResult

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from studycards.cards import Card
    from studycards.checking.prove import Interpreter
    from studycards.collection import Collection
    from studycards.history.database import Progress


@dataclass(frozen=True, slots=True)
class Proved:
    """The results of running the code of decks."""

    problems: list[Problem]
    ran: int
    """Snippets run or remembered, one for each interpreter."""
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
        try:
            before = deck_bytes(path)
            text = before.decode()
        except (UnreadableDeckError, UnicodeDecodeError):
            continue  # `lint_files` says why
        result = fixed(text, path)
        if result != text:
            target = path if in_place else own_copy(path, collection.search_path)
            replace_text(target, before, result)
            changed.append(target)
    return changed


def prove_files(
    collection: Collection,
    paths: Sequence[Path],
    pythons: Sequence[Interpreter],
    may_run: Callable[[str, int], bool],
    progress: Progress,
) -> Proved:
    """Run the code of decks that are trusted, under each interpreter.

    Args:
        collection: The open collection, whose history remembers results and trust.
        paths: Deck files.
        pythons: The interpreters to run under.
        may_run: Called for a deck not trusted yet, with its name and the number of notes with
            code.
        progress: Called after each run.
    """
    decks = [read_deck(path) for path in paths]
    trusted = [deck for deck in decks if _may_run(collection, deck, may_run)]
    wanted = [
        (snippet, python)
        for deck in trusted
        for note in located_notes(deck)
        for python in pythons
        for snippet in prove.snippets(note, python.version)
    ]
    keys = {snippet.key(python) for snippet, python in wanted}
    results = _lasting(proofs.known_runs(collection.db, keys))
    new = prove.run_all(wanted, results, partial(progress, "Proving answers"))
    with transaction(collection.db):
        proofs.remember_runs(collection.db, _lasting(new))
    results |= new
    found = []
    for snippet, python in wanted:
        values = results[snippet.key(python)]
        ran = RunResult(**values | {"outcome": Outcome(values["outcome"])})
        wrong = prove.complaint(snippet, ran)
        if wrong:
            rule, message = wrong
            version = ".".join(map(str, python.version))
            found.append(problem(snippet.note, rule, f"{message} (Python {version})"))
    skipped: list[str] = [deck.name for deck in decks if deck not in trusted]
    return Proved(found, len(wanted), skipped)


def _lasting(runs: Mapping[str, Any]) -> dict[str, Any]:
    """The results that the same code would have again; on a busy machine it may run out of time."""
    return {key: ran for key, ran in runs.items() if ran["outcome"] != Outcome.TIMEOUT}


def is_trusted(collection: Collection, card: Card) -> bool:
    """Whether the code of a card's deck may run: it is a shipped deck, or the learner trusts it."""
    path = card.location.path
    shipped = path.is_relative_to(collection.search_path.shipped)
    return shipped or _is_trusted(collection, read_deck(path))


def trust(collection: Collection, card: Card) -> None:
    """Trust the code of a card's deck until it changes."""
    _trust(collection, read_deck(card.location.path))


def _may_run(collection: Collection, deck: ParsedDeck, ask: Callable[[str, int], bool]) -> bool:
    """Whether a deck has no code, is trusted, or the learner trusts it now."""
    with_code = sum(map(prove.has_code, located_notes(deck)))
    shipped = Path(deck.path).is_relative_to(collection.search_path.shipped)
    if not with_code or shipped or _is_trusted(collection, deck):
        return True
    if not ask(deck.name, with_code):
        return False
    _trust(collection, deck)
    return True


def _is_trusted(collection: Collection, deck: ParsedDeck) -> bool:
    return proofs.is_trusted(collection.db, prove.code_hash(located_notes(deck)))


def _trust(collection: Collection, deck: ParsedDeck) -> None:
    proofs.trust(collection.db, prove.code_hash(located_notes(deck)), deck.name)
