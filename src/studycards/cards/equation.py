"""A formula, shown in one line of Unicode."""

from __future__ import annotations

from typing import TYPE_CHECKING

from studycards.cards.fields import Field, FieldType
from studycards.cards.shown import Shown, fenced

if TYPE_CHECKING:
    from studycards.cards.fields import Fields, Version

FIELDS = (
    Field("question", FieldType.TEXT, "What is asked. Markdown.", required=True),
    Field("tex", FieldType.TEXT, "The formula in TeX.", required=True),
    Field("unicode", FieldType.TEXT, "The formula in one line of Unicode.", required=True),
    Field("accept", FieldType.TEXTS, "Forms in which a learner may type it."),
)


def cards(fields: Fields, python: Version) -> dict[str, Shown]:  # noqa: ARG001 - one for all
    """The one card."""
    return {"": Shown(question=fields["question"], expected=fenced(fields["unicode"], "text"))}
