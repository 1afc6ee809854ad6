"""Everything an outcome depends on besides the card and the answer, as one value."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple, Self

from studycards.scheduling.memory import DEFAULT_PARAMETERS, are_parameters


class Rules(NamedTuple):
    """The rules by which every card of a collection is scheduled.

    The defaults are part of the history's contract: they hold where no event says otherwise.
    """

    parameters: tuple[float, ...] = DEFAULT_PARAMETERS
    """The 21 weights of FSRS-6."""
    desired_retention: float = 0.9
    """Chance of recall at which a card is due, 0.7–0.99."""
    learning_steps: tuple[int, ...] = (60, 600)
    """Seconds."""
    relearning_steps: tuple[int, ...] = (600,)
    """Seconds."""
    maximum_interval: int = 36_500
    """Days, 1–36500."""
    rollover: int = 4
    """Hour at which a study day starts, 0–23."""
    fuzz: bool = True
    """Whether intervals are spread over several days."""

    def changed(self, values: Mapping[str, Any]) -> Self:
        """The rules with some of them changed, from JSON values.

        Unknown names and invalid values change nothing: both may come from a later version.
        """
        sound: dict[str, Any] = {
            name: tuple(value) if isinstance(value, list) else value
            for name, value in values.items()
            if name in _IS_SOUND and _IS_SOUND[name](value)
        }
        return self._replace(**sound)


_LONGEST_STEP = 36_500 * 86_400
"""Seconds."""


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _is_whole(value: Any, low: int, high: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and low <= value <= high


def _are_steps(value: Any) -> bool:
    return isinstance(value, list | tuple) and all(
        _is_whole(step, 1, _LONGEST_STEP) for step in value
    )


def _are_weights(value: Any) -> bool:
    numbers = isinstance(value, list | tuple) and all(map(_is_number, value))
    return numbers and are_parameters(tuple(value))


_IS_SOUND: Mapping[str, Callable[[Any], bool]] = {
    "parameters": _are_weights,
    "desired_retention": lambda value: _is_number(value) and 0.7 <= value <= 0.99,
    "learning_steps": _are_steps,
    "relearning_steps": _are_steps,
    "maximum_interval": lambda value: _is_whole(value, 1, 36_500),
    "rollover": lambda value: _is_whole(value, 0, 23),
    "fuzz": lambda value: isinstance(value, bool),
}
