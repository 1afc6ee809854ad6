"""Code to be written; tests decide."""

from __future__ import annotations

from typing import TYPE_CHECKING

from studycards.cards.fields import Field, FieldType
from studycards.cards.shown import Shown, fenced

if TYPE_CHECKING:
    from studycards.cards.fields import Fields, Version

FIELDS = (
    Field("question", FieldType.TEXT, "What to write. Markdown.", required=True),
    Field("starter", FieldType.TEXT, "The skeleton that is given."),
    Field("solution", FieldType.TEXT, "Code that passes the tests.", required=True),
    Field("tests", FieldType.TEXT, "Assertions that run after the code.", required=True),
    Field("bad", FieldType.TEXTS, "Wrong solutions; each must fail the tests."),
)


def cards(fields: Fields, python: Version) -> dict[str, Shown]:  # noqa: ARG001 - one for all
    """The one card."""
    starter = fields.get("starter")
    question = fields["question"] + (f"\n\n{fenced(starter)}" if starter else "")
    return {"": Shown(question=question, expected=fenced(fields["solution"]))}
