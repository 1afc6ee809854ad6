"""What was given beside what was expected: where they differ reads well without colour too."""

from __future__ import annotations

from difflib import SequenceMatcher

from rich.text import Text

from studycards.terminal.text import visible

LONGEST = 400
"""Characters: longer texts are compared line by line by whoever reads them."""


def difference(given: str, expected: str) -> Text:
    """Two lines: `[-…-]` was given and is wrong, `{+…+}` is missing."""
    given, expected = visible(given), visible(expected)
    if len(given) > LONGEST or len(expected) > LONGEST:
        return Text.assemble(("given     ", "dim"), given[:LONGEST] + "…")
    above, below = Text("given     ", "dim"), Text("expected  ", "dim")
    matcher = SequenceMatcher(None, given, expected, autojunk=False)
    for kind, start, stop, from_, to in matcher.get_opcodes():
        wrong, missing = given[start:stop], expected[from_:to]
        if kind == "equal":
            above.append(wrong, "not dim")
            below.append(missing, "not dim")
            continue
        if wrong:
            above.append(f"[-{wrong}-]", "not dim red")
        if missing:
            below.append(f"{{+{missing}+}}", "not dim green")
    return Text("\n").join([above, below])
