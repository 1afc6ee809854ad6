"""Code whose printed output is the answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from studycards.cards.fields import Field, FieldType, for_version
from studycards.cards.shown import Shown, fenced

if TYPE_CHECKING:
    from studycards.cards.fields import Fields, Version

FIELDS = (
    Field("question", FieldType.TEXT, "What is asked; “What does this print?” if left out."),
    Field("code", FieldType.TEXT, "A complete Python program.", required=True),
    Field("answer", FieldType.VERSIONED, "What it prints.", required=True),
)


def cards(fields: Fields, python: Version) -> dict[str, Shown]:
    """The one card."""
    question = fields.get("question", "What does this print?")
    return {
        "": Shown(
            question=f"{question}\n\n{fenced(fields['code'])}",
            expected=fenced(for_version(fields["answer"], python), "text"),
        )
    }
