"""The entry point: `studycards` and `python -m studycards` are the same."""

from __future__ import annotations

import gc

_OBJECTS = 50_000
"""Objects created between two collections: imports leave no garbage; looking for it takes 4 ms."""


def main() -> None:
    """Run the program."""
    gc.set_threshold(_OBJECTS)
    from studycards.cli import main as run  # noqa: PLC0415

    run()


if __name__ == "__main__":
    main()
