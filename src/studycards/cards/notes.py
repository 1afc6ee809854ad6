"""Notes as authors write them: what is wrong with one, and what it is called."""

from __future__ import annotations

import re
from functools import cache
from hashlib import blake2b
from typing import TYPE_CHECKING

from studycards.cards import KINDS, NoteId, kind_module
from studycards.cards.fields import (
    COMMON_FIELDS,
    Field,
    FieldProblem,
    is_kebab,
    problems_of_fields,
)

if TYPE_CHECKING:
    from studycards.cards.fields import Fields


@cache
def fields_of(kind: str) -> tuple[Field, ...]:
    """The fields of a kind of note besides the common ones."""
    fields: tuple[Field, ...] = kind_module(kind).FIELDS
    return fields


@cache
def _allowed(kind: str) -> dict[str, Field]:
    return {field.name: field for field in (*fields_of(kind), *COMMON_FIELDS)}


def problems_of_note(fields: Fields) -> list[FieldProblem]:
    """Everything that is wrong with a note, apart from its place among the others."""
    kind = fields.get("kind", "basic")
    if kind not in KINDS:
        return [FieldProblem("kind", f"unknown kind '{kind}'", f"Kinds: {', '.join(KINDS)}.")]
    problems = problems_of_fields(fields, _allowed(kind))
    written = fields.get("id")
    if isinstance(written, str) and written.strip() and not is_kebab(written):
        hint = "Use lower-case letters, digits and single hyphens."
        problems.append(FieldProblem("id", f"'{written}' is not kebab-case", hint))
    if any(problem.field != "id" for problem in problems):
        return problems
    check = getattr(kind_module(kind), "problems", None)
    return problems + (check(fields) if check else [])


def note_id(fields: Fields) -> NoteId:
    """The id of a note: the one written, else one derived from what it asks."""
    written = fields.get("id")
    if written:
        return NoteId(written)
    asked = next((fields[name] for name in ("question", "text", "code") if name in fields), "")
    asked = asked.strip()
    words = re.findall(r"[a-z0-9]+", asked.lower())[:6]
    digest = blake2b(f"{fields.get('kind', 'basic')}\n{asked}".encode(), digest_size=4)
    return NoteId("-".join([*words, digest.hexdigest()]))
