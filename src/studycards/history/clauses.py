"""SQL conditions and values that several queries share.

The views `effective_reviews` and `effective_actions` leave out what was undone.
"""

from __future__ import annotations


def study_day(event: str) -> str:
    """The study day of an event, in days since 1970-01-01, by the event's own UTC offset.

    Parameter `:rollover_s`: the second of the local day at which a study day starts.
    """
    return f"(({event}.at / 1000 + {event}.utc_offset_min * 60 - :rollover_s) / 86400)"


def marked(mark: str, card_id: str) -> str:
    """Whether a card has a mark, such as `suspended`; `buried` takes the parameter `:today`."""
    holds = "marks.buried_day = :today" if mark == "buried" else f"marks.{mark}"
    return f"exists (select 1 from marks where marks.card_id = {card_id} and {holds})"  # noqa: S608


def put_off(card_id: str) -> str:
    """Whether a card is suspended, or buried today; parameter `:today`."""
    return f"""exists (
  select 1 from marks
  where marks.card_id = {card_id} and (marks.suspended or marks.buried_day = :today)
)"""  # noqa: S608
