"""The long form: kills at random, at every writing system call and in migrations, and mishaps.

python -m tests.torture [--kills 500] [--seed 1]
"""

from __future__ import annotations

import argparse
import signal
import sys

from tests.torture import crash, mishaps
from tests.torture.deeds import DEEDS, SCHEMAS, Tally
from tests.torture.kills import at_each_call, at_random, in_a_migration

ENDING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def main() -> None:
    """Kill and harm, and print what became of it as a table of Markdown."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=500)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    print("| killed | commands | kills | acknowledged | kept, not acknowledged | faults |")
    print("|---|---|---|---|---|---|")
    total = Tally()
    for name, tally in at_random(2 * options.kills, options.seed, works_every=5).items():
        _row(f"{name}, at random", tally, total)
    if crash.CAN_TRACE:
        for deed in DEEDS:
            _row(f"{deed.name}, at each call", at_each_call(deed, options.seed), total)
        for schema in sorted(file.stem for file in SCHEMAS.glob("*.sql")):
            _row(f"migration from {schema}, at each call", in_a_migration(schema, every=10), total)
    signals = at_random(options.kills, options.seed, works_every=5, by=ENDING)
    for name, tally in signals.items():
        _row(f"{name}, by SIGINT, SIGTERM, SIGHUP", tally, total)
    _row("writers at once", mishaps.many_writers(options.kills // 10, options.seed), total)
    _row("a page overwritten", mishaps.damaged(options.kills, options.seed), total)
    if mishaps.can_mount():
        few = options.kills // 5
        _row("a full disk", mishaps.on_a_full_disk(few, options.seed), total)
        _row("a read-only disk", mishaps.on_a_read_only_disk(few, options.seed), total)
    _row("all", total, Tally())
    for fault in total.faults:
        print(fault)
    sys.exit(bool(total.faults))


def _row(name: str, tally: Tally, total: Tally) -> None:
    numbers = tally.commands, tally.killed, tally.acknowledged, tally.kept, len(tally.faults)
    print(f"| {name} | {' | '.join(map(str, numbers))} |", flush=True)
    total.commands += tally.commands
    total.killed += tally.killed
    total.acknowledged += tally.acknowledged
    total.kept += tally.kept
    total.faults += tally.faults


if __name__ == "__main__":
    main()
