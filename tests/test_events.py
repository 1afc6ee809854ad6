"""Events as lines of JSON: what is written is read again, also by a version that knows less."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studycards.cards import CardId
from studycards.cards.asking import Verdict
from studycards.errors import EventError
from studycards.events import (
    Action,
    ActionKind,
    Event,
    EventId,
    Response,
    Review,
    from_ms,
    to_ms,
)
from studycards.events.lines import from_line, to_line
from studycards.scheduling.states import Phase, Plan, Rating
from tests.conftest import EXAMPLES

texts = st.text(st.characters(exclude_categories=["Cs"]))
names = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1)
moments = st.integers(1, 221_845_392_000_000)
offsets = st.integers(-1439, 1439)
scalars = st.one_of(st.none(), st.booleans(), st.integers(-(2**53), 2**53), texts)
values = st.recursive(scalars, lambda inner: st.lists(inner) | st.dictionaries(texts, inner))
objects = st.dictionaries(names, values, max_size=3)
later_fields = st.dictionaries(names.map("later_{}".format), values, max_size=2)

dues = st.one_of(
    st.dates(),
    st.integers(1, 10**13).map(
        lambda ms: datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=ms)
    ),
)
plans = st.one_of(
    st.builds(
        Plan, st.just(Phase.REVIEW), st.none(), st.integers(0, 40_000), st.none(), st.dates()
    ),
    st.builds(
        Plan,
        st.sampled_from([Phase.LEARNING, Phase.RELEARNING]),
        st.integers(0, 9),
        st.none(),
        st.integers(1, 10**8),
        dues,
    ),
)
responses = st.builds(
    Response,
    answer=st.none() | texts,
    verdict=st.none() | st.sampled_from(Verdict),
    overruled=st.booleans(),
    tries=st.integers(0, 99),
    hints=st.integers(0, 99),
    confidence=st.none() | st.integers(1, 3),
)
reviews = st.builds(
    Review,
    device=names,
    at=moments,
    utc_offset_min=offsets,
    card_id=names.map(CardId),
    rating=st.sampled_from(Rating),
    taken_ms=st.integers(0, 10**9),
    phase=st.one_of(st.just("new"), st.sampled_from(Phase)),
    last_interval=st.integers(0, 40_000),
    previous_at=st.none() | moments,
    previous_reviews=st.none() | st.integers(0, 10**6),
    led_to=st.none() | plans,
    response=responses,
    extra=later_fields,
)
actions = st.builds(
    Action,
    device=names,
    at=moments,
    utc_offset_min=offsets,
    kind=st.one_of(st.sampled_from([str(kind) for kind in ActionKind]), names).filter(
        lambda kind: kind != "review"
    ),
    cards=st.sets(names.map(CardId), max_size=4).map(lambda cards: tuple(sorted(cards))),
    undoes=st.none() | st.builds(EventId, moments, names),
    payload=objects,
    extra=later_fields,
)

REVIEW: dict[str, Any] = {
    "v": 1,
    "kind": "review",
    "device": "d",
    "at": 1_772_438_400_123,
    "utc_offset_min": 60,
    "card_id": "mro-diamond",
    "rating": 3,
    "taken_ms": 4_200,
    "phase": "review",
    "last_interval": 12,
    "previous_at": 1_771_401_600_000,
    "previous_reviews": 4,
    "led_to": {"phase": "review", "days": 30, "due_day": "2026-04-01"},
    "answer": "D B C A",
    "verdict": "nearly",
    "overruled": True,
    "tries": 2,
    "hints": 1,
    "confidence": 3,
}


@pytest.mark.slow
@settings(max_examples=60 * EXAMPLES)
@given(reviews | actions)
def test_round_trip(event: Event) -> None:
    """An event is the same after its line, which is one line; unknown kinds and fields are kept."""
    line = to_line(event)
    assert "\n" not in line
    assert from_line(line) == event
    assert to_line(from_line(line)) == line


def test_the_contract() -> None:
    """The names and values of version 1, which never change."""
    review = Review(
        device="d",
        at=1_772_438_400_123,
        utc_offset_min=60,
        card_id=CardId("mro-diamond"),
        rating=Rating.GOOD,
        taken_ms=4_200,
        phase=Phase.REVIEW,
        last_interval=12,
        previous_at=1_771_401_600_000,
        previous_reviews=4,
        led_to=Plan(Phase.REVIEW, None, 30, None, date(2026, 4, 1)),
        response=Response("D B C A", Verdict.NEARLY, True, 2, 1, 3),
    )
    assert json.loads(to_line(review)) == REVIEW
    assert [str(kind) for kind in ActionKind] == [
        "undo", "suspend", "unsuspend", "bury", "flag", "unflag", "rules", "memory", "due",
    ]  # fmt: skip
    undo = Action("d", 5, 0, "undo", undoes=EventId(4, "e"))
    assert to_line(undo) == (
        '{"v":1,"kind":"undo","device":"d","at":5,"utc_offset_min":0,'
        '"undoes":{"device":"e","at":4}}'
    )
    suspend = Action("d", 5, 0, "suspend", (CardId("a"), CardId("b")), payload={"why": "leech"})
    assert json.loads(to_line(suspend)) == {
        "v": 1,
        "kind": "suspend",
        "device": "d",
        "at": 5,
        "utc_offset_min": 0,
        "cards": ["a", "b"],
        "payload": {"why": "leech"},
    }


def test_a_step() -> None:
    """A step within the day is due at a moment, one that crosses the rollover on a day."""
    led_to = {"phase": "learning", "step": 1, "seconds": 600, "due_at": 1_772_439_000_123}
    review = from_line(json.dumps(REVIEW | {"led_to": led_to}))
    assert isinstance(review, Review)
    assert review.led_to == Plan(
        Phase.LEARNING, 1, None, 600, datetime.fromtimestamp(1_772_439_000.123, UTC)
    )
    assert json.loads(to_line(review))["led_to"] == led_to
    del led_to["due_at"]
    late = from_line(json.dumps(REVIEW | {"led_to": led_to | {"due_day": "2026-03-03"}}))
    assert isinstance(late, Review)
    assert late.led_to == Plan(Phase.LEARNING, 1, None, 600, date(2026, 3, 3))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"v": 2}, "unknown version 2"),
        ({"v": "1"}, "'v' cannot be \"1\""),
        ({"at": 0}, "'at' cannot be 0"),
        ({"at": True}, "'at' cannot be true"),
        ({"at": 10**16}, "'at' cannot be"),
        ({"device": ""}, "'device' cannot be"),
        ({"card_id": 7}, "'card_id' cannot be 7"),
        ({"rating": 5}, "'rating' cannot be 5"),
        ({"utc_offset_min": 1_440}, "'utc_offset_min' cannot be 1440"),
        ({"phase": "gone"}, "'phase' cannot be"),
        ({"verdict": 7}, "'verdict' cannot be"),
        ({"confidence": 4}, "'confidence' cannot be 4"),
        ({"led_to": {"phase": "review", "step": 0, "seconds": 60}}, "'led_to' cannot be"),
        ({"led_to": {"phase": "learning", "step": 0, "days": 1}}, "'led_to' cannot be"),
        ({"led_to": {"phase": "review", "days": 1}}, "'led_to' cannot be"),
        ({"led_to": "soon"}, "'led_to' cannot be"),
        (
            {"led_to": {"phase": "learning", "step": 0, "seconds": 0, "due_at": 5}},
            "'led_to' cannot",
        ),
        ({"led_to": {"phase": "review", "days": 1, "due_at": 5}}, "'led_to' cannot be"),
        (
            {"led_to": {"phase": "review", "days": 1, "due_at": 5, "due_day": "2026-01-01"}},
            "'led_to' cannot be",
        ),
        ({"card_id": "a\0b"}, "'card_id' cannot be"),
        ({"at": 221_845_392_000_001}, "'at' cannot be"),
        ({"kind": "undo", "undoes": "d"}, "'undoes' cannot be"),
        ({"kind": "suspend", "cards": "a"}, "'cards' cannot be"),
        ({"kind": "rules", "payload": []}, "'payload' cannot be"),
    ],
)
def test_values_that_cannot_be(change: dict[str, Any], message: str) -> None:
    """A value that is none for its field is refused by name, and the version first."""
    with pytest.raises(EventError, match=message):
        from_line(json.dumps(REVIEW | change))


@pytest.mark.parametrize("name", ["v", "kind", "device", "at", "card_id", "rating", "phase"])
def test_fields_that_must_be_there(name: str) -> None:
    """Without its identity, or what was answered, a line is no event."""
    value = {field: item for field, item in REVIEW.items() if field != name}
    with pytest.raises(EventError, match=f"'{name}' is missing"):
        from_line(json.dumps(value))


@pytest.mark.parametrize(
    "line",
    [
        "",
        "[]",
        "7",
        "{",
        "null",
        '{"v": NaN}',
        "[" * 100_000,
        '{"v":1,"kind":"\\ud800"}',
        '{"v":1,"kind":"x","device":"\ud800","at":1,"utc_offset_min":0}',
        '{"v":1,"kind":"x","device":"d","at":1,"utc_offset_min":0,"payload":{"x":1e999}}',
        '{"v":1,"kind":"x","device":"d","at":1,"utc_offset_min":0,"payload":{"x":'
        + "[" * 900
        + "]" * 900
        + "}}",
    ],
)
def test_what_is_no_event(line: str) -> None:
    """Anything else is refused, whatever it is."""
    with pytest.raises(EventError):
        from_line(line)


def test_what_is_not_known_within_a_field() -> None:
    """Parts of fields and verdicts of a later version are kept too."""
    led_to = REVIEW["led_to"] | {"why": "load"}
    value = REVIEW | {"led_to": led_to, "verdict": "half right"}
    review = from_line(json.dumps(value))
    assert isinstance(review, Review)
    assert review.response.verdict is None
    assert json.loads(to_line(review)) == value


@pytest.mark.parametrize("year", [1970, 2000, 2026, 2038, 2039, 2100, 8999])
def test_moments_are_exact(year: int) -> None:
    """A moment is the same to the millisecond after it was a datetime, in any year."""
    start = to_ms(datetime(year, 3, 1, tzinfo=UTC))
    for ms in range(start, start + 2_000):
        assert to_ms(from_ms(ms, 60)) == ms
