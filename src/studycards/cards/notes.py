"""Notes as authors write them: their problems, questions and ids."""

from __future__ import annotations

import re
from functools import cache
from hashlib import blake2b
from typing import TYPE_CHECKING

from studycards.cards import DEFAULT_KIND, KINDS, NoteId, kind_named, kind_of
from studycards.cards.asking import Variant, Verdict
from studycards.cards.fields import (
    BY_GAP,
    FIRST_FIELDS,
    LAST_FIELDS,
    LONGEST_ID,
    Field,
    FieldProblem,
    is_kebab,
    is_version_range,
    problems_of_fields,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from studycards.cards.fields import Fields


@cache
def note_fields(kind: str) -> dict[str, Field]:
    """The allowed fields of a note of a kind, by name, in the order written."""
    fields = (*FIRST_FIELDS, *kind_named(kind).fields, *LAST_FIELDS)
    return {field.name: field for field in fields}


def problems_of_note(fields: Fields) -> list[FieldProblem]:
    """All problems of a note, apart from those with other notes."""
    kind = fields.get("kind", DEFAULT_KIND)
    if not isinstance(kind, str) or kind not in KINDS:
        return [FieldProblem("kind", f"unknown kind '{kind}'", f"Kinds: {', '.join(KINDS)}.")]
    problems = problems_of_fields(fields, note_fields(kind))
    written = fields.get("id")
    if isinstance(written, str) and written.strip() and not is_kebab(written):
        hint = "Use lower-case letters, digits and single hyphens."
        problems.append(FieldProblem("id", f"'{written}' is not kebab-case", hint))
    elif isinstance(written, str) and len(written) > LONGEST_ID:
        message = f"'id' has {len(written):,} characters, more than {LONGEST_ID}"
        problems.append(FieldProblem("id", message, "Shorten it."))
    python = fields.get("python")
    if isinstance(python, str) and python.strip() and not is_version_range(python):
        hint = "Write it like >=3.13 or >=3.11,<3.14."
        problems.append(FieldProblem("python", f"'{python}' is no range of versions", hint))
    if any(problem.field != "id" for problem in problems):
        return problems
    return problems + kind_named(kind).problems(fields)


def asked(fields: Fields) -> list[str]:
    """The question of a note as written: the short form first, then what is shown with it."""
    return [fields[name] for name in kind_of(fields).asks if name in fields]


def note_id(fields: Fields) -> NoteId:
    """The id of a note: the one written, otherwise one derived from the question."""
    written = fields.get("id")
    if written:
        return NoteId(written)
    question = next(iter(asked(fields)), "").strip()
    words = [word[:100] for word in re.findall(r"[a-z0-9]+", question.lower())[:6]]
    digest = blake2b(f"{fields.get('kind', 'basic')}\n{question}".encode(), digest_size=4)
    return NoteId("-".join([*words, digest.hexdigest()]))


_MOST_JUDGED = 50
"""Texts of a field that are judged: nobody lists more."""


def right_all_the_same(fields: Fields) -> Iterator[tuple[str, str]]:
    """Texts in `wrong` that the judge takes for right, and in `accept` that it takes without.

    Each comes with the name of its field.
    """
    plain = {name: value for name, value in fields.items() if name != "wrong"}
    for suffix in kind_of(fields).suffixes(fields):
        for text in _listed(fields, "wrong", suffix):
            if _is_right(plain, suffix, text):
                yield "wrong", text
        for text in _listed(fields, "accept", suffix):
            if _is_right(_without(plain, suffix, text), suffix, text):
                yield "accept", text


def _listed(fields: Fields, name: str, suffix: str) -> list[str]:
    """The first texts of a field that are about the card with a suffix."""
    value = fields.get(name, ())
    if suffix:
        is_by_gap = isinstance(value, dict) and note_fields(fields["kind"])[name].type in BY_GAP
        value = value.get(suffix, ()) if is_by_gap else ()
    return [*value][:_MOST_JUDGED]


def _without(fields: Fields, suffix: str, text: str) -> Fields:
    """A note that does not accept a text."""
    accepted = fields["accept"]
    if suffix:
        left = {suffix: [other for other in accepted[suffix] if other != text]}
        return fields | {"accept": accepted | left}
    return fields | {"accept": [other for other in accepted if other != text]}


def _is_right(fields: Fields, suffix: str, text: str) -> bool:
    question = kind_of(fields).ask(fields, suffix, Variant(python=(3, 99)))
    return question.judge(text).verdict is Verdict.RIGHT
