"""Learning and relearning steps: short delays before a card is in phase review."""

from __future__ import annotations

from dataclasses import dataclass

from studycards.scheduling.states import DAY


@dataclass(frozen=True, slots=True)
class Steps:
    """A sequence of delays in seconds; may be empty."""

    seconds: tuple[int, ...]

    def again(self) -> int | None:
        """Seconds until the card returns; None when there are no steps."""
        return _in_whole_days(self.seconds[0]) if self.seconds else None

    def hard(self, step: int) -> int | None:
        """Seconds until the card returns; None when there are no steps.

        On the first step: the mean of the first two, or 1.5 times a single step (at most a day
        more). On later steps: the same step again.
        """
        if not self.seconds:
            return None
        step = min(step, len(self.seconds) - 1)
        delay = self.seconds[step]
        if step == 0:
            if len(self.seconds) > 1:
                delay = (delay + self.seconds[1]) // 2
            else:
                delay = min(delay * 3 // 2, delay + DAY)
        return _in_whole_days(delay)

    def good(self, step: int) -> int | None:
        """Seconds until the next step; None after the last step."""
        following = step + 1
        return _in_whole_days(self.seconds[following]) if following < len(self.seconds) else None


def _in_whole_days(seconds: int) -> int:
    """A delay longer than a day is rounded to whole days."""
    return (seconds + DAY // 2) // DAY * DAY if seconds > DAY else seconds
