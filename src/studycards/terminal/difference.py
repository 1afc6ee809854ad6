"""The difference between the given and the expected text, legible without colour."""

from __future__ import annotations

from difflib import SequenceMatcher

from rich.text import Text

from studycards.terminal.text import visible

LONGEST = 400
"""Maximum characters of one line, or maximum lines, to compare; the rest is cut."""

_ALIKE = 0.5
"""Share of equal characters below which marks within a line would only confuse."""


def difference(given: str, expected: str) -> Text:
    """The given text and the expected one, with marks where they differ."""
    given, expected = visible(given).strip("\n"), visible(expected).strip("\n")
    if "\n" in given or "\n" in expected:
        return _of_lines(given.split("\n")[:LONGEST], expected.split("\n")[:LONGEST])
    return _of_characters(given, expected)


def _of_characters(given: str, expected: str) -> Text:
    """Two lines: `[-…-]` was given and is wrong, `{+…+}` is missing."""
    if len(given) > LONGEST or len(expected) > LONGEST:
        cut = given if len(given) <= LONGEST else given[:LONGEST] + "…"
        return Text.assemble(("given     ", "dim"), cut)
    above, below = Text("given     ", "dim"), Text("expected  ", "dim")
    matcher = SequenceMatcher(None, given, expected, autojunk=False)
    if matcher.ratio() < _ALIKE:
        return Text("\n").join([above.append(given, "not dim red"),
                                below.append(expected, "not dim green")])  # fmt: skip
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


def _of_lines(given: list[str], expected: list[str]) -> Text:
    """All lines: `-` marks those given and wrong, `+` those missing."""
    given, expected = ([line.rstrip()[:LONGEST] for line in lines] for lines in (given, expected))
    rows = []
    for kind, start, stop, from_, to in SequenceMatcher(
        None, given, expected, autojunk=False
    ).get_opcodes():
        if kind == "equal":
            rows += [Text(f"  {line}") for line in given[start:stop]]
            continue
        rows += [Text(f"- {line}", "red") for line in given[start:stop]]
        rows += [Text(f"+ {line}", "green") for line in expected[from_:to]]
    return Text("\n").join(rows)
