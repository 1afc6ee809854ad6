"""The rules as a value: what holds without a word, and what a rule may be."""

from __future__ import annotations

from typing import Any

import pytest

from studycards.config import read_settings
from studycards.errors import ConfigError
from studycards.scheduling.rules import Rules


def test_defaults() -> None:
    """They are part of the contract of the history and never change."""
    assert Rules()[1:] == (0.9, (60, 600), (600,), 36_500, 4, True)


ALLOWED = [
    {"desired_retention": 0.7},
    {"desired_retention": 0.99},
    {"learning_steps": [1]},
    {"learning_steps": [36_500 * 86_400, 60]},
    {"learning_steps": []},
    {"relearning_steps": [1, 2]},
    {"maximum_interval": 1},
    {"maximum_interval": 36_499},
    {"rollover": 0},
    {"rollover": 23},
    {"fuzz": False},
]
FORBIDDEN = [
    {"desired_retention": 0.69},
    {"desired_retention": 0.991},
    {"desired_retention": True},
    {"learning_steps": [0]},
    {"learning_steps": [36_500 * 86_400 + 1]},
    {"learning_steps": [60, 0.5]},
    {"learning_steps": 60},
    {"relearning_steps": [0]},
    {"maximum_interval": 0},
    {"maximum_interval": 36_501},
    {"rollover": -1},
    {"rollover": 24},
    {"fuzz": 0},
    {"parameters": [0.2]},
    {"parameters": None},
    {"parameters": [True] * 21},
]


@pytest.mark.parametrize("values", ALLOWED, ids=str)
def test_allowed(values: dict[str, Any]) -> None:
    """A value up to its bounds is taken, lists as tuples; the other rules stay."""
    (name, value), *_ = values.items()
    changed = Rules().changed(values)
    assert getattr(changed, name) == (tuple(value) if isinstance(value, list) else value)
    assert changed._replace(**{name: getattr(Rules(), name)}) == Rules()


@pytest.mark.parametrize(
    ("name", "lowest", "highest", "beyond"),
    [
        ("desired_retention", 0.7, 0.99, [0.69, 0.991]),
        ("learning_steps", "1s", "36500d", ["0s", "36501d"]),
        ("relearning_steps", "", "36500d", ["36501d"]),
        ("maximum_interval", 1, 36_500, [0, 36_501]),
        ("rollover", 0, 23, [-1, 24]),
        ("fuzz", False, True, [1]),
    ],
)
def test_settings_have_the_same_bounds(
    name: str, lowest: object, highest: object, beyond: list[object]
) -> None:
    """Whatever the settings file may hold is a rule: none is passed over in silence."""
    for value in (lowest, highest):
        read = getattr(read_settings({name: value}, "test"), name)
        assert getattr(Rules().changed({name: read}), name) == read
    for value in beyond:
        with pytest.raises(ConfigError, match=name):
            read_settings({name: value}, "test")


@pytest.mark.parametrize("values", FORBIDDEN, ids=str)
def test_forbidden(values: dict[str, Any]) -> None:
    """A value beyond its bounds, or of another type, changes nothing."""
    assert Rules().changed(values) == Rules()
