"""Find cards by words, deck, tag, kind and state."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from typing import TYPE_CHECKING

from studycards.cards.notes import asked
from studycards.errors import UsageProblemError
from studycards.history.clauses import marked
from studycards.history.rows import stored_json
from studycards.scheduling.study_day import day_number, study_day

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from studycards.cards import CardId, DeckName
    from studycards.collection import Collection


@dataclass(frozen=True, slots=True)
class Found:
    """A matching card."""

    id: CardId
    deck: DeckName
    kind: str
    path: str
    line: int
    asked: str
    """The question as it is written."""


_STATE = "exists (select 1 from states as state where state.card_id = card.id and {0})"

STATES = {
    "flagged": marked("flagged", "card.id"),
    "suspended": marked("suspended", "card.id"),
    "buried": marked("buried", "card.id"),
    "new": "card.unseen",
    "learning": _STATE.format("state.phase <> 'review'"),
    "review": _STATE.format("state.phase = 'review'"),
    "due": _STATE.format("state.due_day <= :today"),
}
"""The states that may follow `is:`."""

MOST_TERMS = 100
"""Terms of one search."""

_SEARCH = """
select card.id, card.deck, card.kind, file.path, card.line, card.fields
from cards as card
join deck_files as file on file.id = card.file_id
where card.active and {0}
order by file.place, card.ordinal
"""


def search(collection: Collection, terms: Iterable[str], now: datetime) -> list[Found]:
    """The cards that match all terms, in the order of their decks.

    Args:
        collection: The open collection.
        terms: `is:flagged`, `deck:name`, `tag:name`, `kind:name` or a word of the card.
        now: In the learner's own UTC offset.

    Raises:
        UsageProblemError: A term is not understood, or there are too many.
    """
    terms = list(terms)
    if len(terms) > MOST_TERMS:
        raise UsageProblemError(f"more than {MOST_TERMS} terms", hint="Search for fewer words.")
    today = day_number(study_day(now, collection.log.rules.rollover))
    conditions, values = ["true"], dict[str, object](today=today)
    for number, term in enumerate(terms):
        conditions.append(_condition(term, f"value{number}"))
        values[f"value{number}"] = term.partition(":")[2] if _has_name(term) else term
    collection.db.create_function("mentions", 2, _mentions, deterministic=True)
    rows = collection.db.execute(_SEARCH.format(" and ".join(conditions)), values)
    return [
        Found(
            row["id"],
            row["deck"],
            row["kind"],
            row["path"],
            row["line"],
            asked(stored_json(row["fields"]))[0],
        )
        for row in rows
    ]


def _has_name(term: str) -> bool:
    return term.startswith(("is:", "deck:", "tag:", "kind:"))


def _condition(term: str, value: str) -> str:
    name, _, wanted = term.partition(":")
    if not _has_name(term):
        return f"(mentions(card.fields, :{value}) or mentions(json_quote(card.id), :{value}))"
    match name:
        case "is":
            if wanted not in STATES:
                raise UsageProblemError(
                    f"'{term}' is not understood", hint=f"is: {', '.join(STATES)}."
                )
            return STATES[wanted]
        case "tag":
            return f"(select count(*) from json_each(card.tags) as tag where tag.value = :{value})"  # noqa: S608
        case _:
            return f"card.{name} = :{value}"


def _mentions(value: str, word: str) -> bool:
    """Whether a JSON value contains a word in any case, not counting names of fields."""
    try:
        return word.casefold() in _text(stored_json(value)).casefold()
    except sqlite3.DatabaseError:
        return True  # whoever reads the card is told of the damage


def _text(value: object) -> str:
    if isinstance(value, dict):
        value = list(value.values())
    return "\n".join(map(_text, value)) if isinstance(value, list) else str(value)
