"""Write new notes into decks."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from studycards.cards import DEFAULT_KIND
from studycards.cards.fields import LONGEST_NAME, is_deck_name
from studycards.cards.notes import note_fields, note_id, problems_of_note
from studycards.checking import across
from studycards.checking.across import LocatedNote
from studycards.decks.append import (
    new_deck,
    own_copy,
    place_schema,
    with_note,
)
from studycards.decks.limits import deck_bytes
from studycards.decks.parse import parse_deck
from studycards.errors import DeckError, UsageProblemError
from studycards.files import replace_text
from studycards.history.database import transaction
from studycards.history.rows import stored_json

if TYPE_CHECKING:
    from studycards.cards.fields import Fields
    from studycards.collection import Collection


def checked(fields: Fields) -> Fields:
    """The fields of a valid note, with its id first.

    Raises:
        UsageProblemError: The note is invalid; says everything that is wrong.
    """
    problems = problems_of_note(fields)
    if problems:
        raise UsageProblemError(
            "; ".join(problem.message for problem in problems),
            hint=" ".join(problem.hint for problem in problems if problem.hint),
        )
    named = {"id": note_id(fields)} | fields
    order = note_fields(fields.get("kind", DEFAULT_KIND))
    return {name: named[name] for name in order if name in named}


def near_duplicates(collection: Collection, fields: Fields) -> list[str]:
    """Ids of the near-duplicates of a new note."""
    rows = collection.db.execute(
        """
        select distinct path, line, note_id, fields from cards
        join deck_files on deck_files.id = cards.file_id
        where cards.active
        """
    )
    notes = [LocatedNote(row[0], row[1], row[2], stored_json(row[3]), ()) for row in rows]
    new = LocatedNote("", 0, fields["id"], fields, ())
    return [other.id for _, other in across.near_duplicates([new], [*notes, new])]


def add_note(collection: Collection, deck: str, fields: Fields, title: str | None = None) -> Path:
    """Append a checked note to a deck; a deck that does not exist is created.

    Returns:
        The file written: for a shipped deck, its copy in the learner's folder.

    Raises:
        UsageProblemError: The id is taken, or the deck name is invalid.
        DeckError: The deck cannot be read or written; nothing was changed.
    """
    # Two programs that add to one deck take turns, from reading it to renaming the file.
    with transaction(collection.db, collection.log.waiting):
        collection.reindex()
        return _added(collection, deck, fields, title)


def _added(collection: Collection, deck: str, fields: Fields, title: str | None) -> Path:
    db, search_path = collection.db, collection.search_path
    taken = db.execute("select 1 from cards where note_id = ?", (fields["id"],)).fetchone()
    if taken:
        raise UsageProblemError(f"the id '{fields['id']}' is taken", hint="Give another --id.")
    row = db.execute("select path from deck_files where deck = ? and active", (deck,)).fetchone()
    if row:
        path = own_copy(Path(row["path"]), search_path)
        before = deck_bytes(path)
        text = with_note(before.decode(errors="replace"), fields)
    else:
        if not is_deck_name(deck):
            hint = f"Use lower-case letters, digits and single hyphens, at most {LONGEST_NAME}."
            raise UsageProblemError(f"'{deck}' is not a valid deck name", hint=hint)
        path, before = search_path.own / f"{deck}.yaml", None
        if os.path.lexists(path):
            hint = "Name that deck, or choose another name."
            raise UsageProblemError(f"{path} holds another deck", hint=hint)
        text = with_note(new_deck(deck, title or deck), fields)
        place_schema(search_path)
    _check_written(text, path, fields)
    replace_text(path, before, text)
    return path


def _check_written(text: str, path: Path, fields: Fields) -> None:
    """Refuse to write a deck in which the note would not read back as given."""
    read = {note.id: note.fields for note in parse_deck(text, path).notes}
    if read.get(fields["id"]) != fields or "\ufffd" in text:
        raise DeckError(
            f"{path}: the card cannot be added at the end of this file; nothing was written",
            hint="`cards:` must be the last part of the deck, as a list in block style.",
        )
