"""Lint decks: the rules for each note and across notes, minus what authors ignore."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from studycards.cards import DEFAULT_KIND, kind_of
from studycards.cards.fields import LONGEST_SHOWN, shortened, texts_of
from studycards.cards.notes import right_all_the_same
from studycards.cards.syntax import reads
from studycards.checking import across, rules
from studycards.checking.across import LocatedNote
from studycards.checking.fix import fields_out_of_order, lines_with_trailing_spaces
from studycards.decks.limits import deck_bytes
from studycards.decks.parse import LONGEST_MESSAGE, Problem
from studycards.errors import UnreadableDeckError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from studycards.checking.rules import DeckRule, Rule
    from studycards.decks.parse import ParsedDeck

_Found = tuple[LocatedNote, "Rule | DeckRule", str]


def located_notes(deck: ParsedDeck) -> list[LocatedNote]:
    """The notes of a deck with their locations."""
    return [LocatedNote(deck.path, n.line, n.id, n.fields, deck.tags) for n in deck.notes]


def problem(note: LocatedNote, rule: Rule | DeckRule, message: str) -> Problem:
    """A rule broken by a note, as a problem."""
    text = shortened(f"{note.id}: {message}", LONGEST_MESSAGE)
    return Problem(note.path, note.line, text, rule.hint, rule.code)


def lint(decks: Sequence[ParsedDeck], others: Iterable[ParsedDeck]) -> list[Problem]:
    """All problems of some decks, by file and line.

    Args:
        decks: The decks to lint.
        others: The other decks of the collection, for rules across decks.
    """
    ours = [note for deck in decks for note in located_notes(deck)]
    everything = [*ours, *(note for deck in others for note in located_notes(deck))]
    found = [*_in_notes(ours), *_across(ours, everything)]
    kept = [
        problem(note, rule, message)
        for note, rule, message in found
        if rule.code not in rules.IGNORABLE or rule.code not in _ignored(note)
    ]
    kept += [problem(*useless) for useless in _useless_ignores(ours, found)]
    kept += [p for deck in decks for p in (*deck.problems, *_layout(deck))]
    return sorted(kept, key=lambda problem: (problem.path, problem.line, problem.code))


def _ignored(note: LocatedNote) -> Mapping[str, str]:
    """The rules that a note ignores, by code, with their reasons."""
    ignored: Mapping[str, str] = note.fields.get("ignore", {})
    return ignored


def _in_notes(notes: Sequence[LocatedNote]) -> Iterator[_Found]:
    for note in notes:
        for rule, message in rules.broken_rules(note.fields):
            yield note, rule, message
        for name, value in note.fields.items():
            length = max(map(len, texts_of(value)), default=0)
            if length > LONGEST_SHOWN:
                message = f"'{name}' has {length:,} characters, more than {LONGEST_SHOWN:,}"
                yield note, rules.LONG_TEXT, message
        proof = note.fields.get("proof")
        if proof and not reads(proof, _PROVED) and kind_of(note.fields).answer(note.fields):
            yield note, rules.UNREAD_ANSWER, "the proof reads neither `answer` nor `formula`"
        for name, text in right_all_the_same(note.fields):
            if name == "wrong":
                yield note, rules.RIGHT_AND_WRONG, f"'{text}' is in `wrong`, but it is right"
        if "id" not in note.fields:
            yield note, rules.MISSING_ID, "the note has no id"
        if fields_out_of_order(note.fields, note.fields.get("kind", DEFAULT_KIND)):
            yield note, rules.FIELD_ORDER, "the fields are out of order"


_PROVED = ("answer", "formula")
"""What a proof is given."""


def _across(ours: Sequence[LocatedNote], everything: Sequence[LocatedNote]) -> Iterator[_Found]:
    linted = {id(note) for note in ours}
    known = {note.id: note for note in everything}
    for note, other in across.near_duplicates(ours, everything):
        # Which of the two comes first depends on the decks that are linted together.
        ignored_by = [n for n in (note, other) if rules.NEAR_DUPLICATE.code in _ignored(n)]
        for reported in ignored_by or [note]:
            yield reported, rules.NEAR_DUPLICATE, f"{other.id} asks nearly the same"
    for note, required in across.dead_requirements(ours, known):
        yield note, rules.DEAD_REQUIREMENT, f"it requires '{required}', which does not exist"
    by_id = {note.id: note for note in ours}
    for _, cycle in across.requirement_cycles(everything):
        last_of_ours = next((by_id[name] for name in cycle[-2::-1] if name in by_id), None)
        if last_of_ours:
            yield last_of_ours, rules.CIRCLE, f"cycle of requirements: {' → '.join(cycle)}"
    for note, tag, nearly in across.unknown_tags(everything):
        if id(note) in linted:
            yield note, rules.UNKNOWN_TAG, f"the tag '{tag}' is nearly '{nearly}'"


def _useless_ignores(notes: Sequence[LocatedNote], found: Iterable[_Found]) -> Iterator[_Found]:
    broken = {(note.id, rule.code) for note, rule, _ in found}
    for note in notes:
        for code in _ignored(note):
            if code not in rules.IGNORABLE:
                yield note, rules.USELESS_IGNORE, f"there is no rule {code} to ignore"
            elif (note.id, code) not in broken:
                yield note, rules.USELESS_IGNORE, f"the note does not break {code}"


def _layout(deck: ParsedDeck) -> Iterator[Problem]:
    rule = rules.TRAILING_SPACES
    if deck.notes:
        try:
            text = deck_bytes(Path(deck.path)).decode()
        except (UnreadableDeckError, UnicodeDecodeError):
            return
        for line in lines_with_trailing_spaces(text):
            yield Problem(
                deck.path, line + 1, "spaces at the end of the line", rule.hint, rule.code
            )
