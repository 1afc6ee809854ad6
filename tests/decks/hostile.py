"""Decks that would cost much, or all, of the machine; each is written when a test needs it."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

HEAD = "deck: bad\ncards:\n"
ID = "  - id: bad\n"


class Hostile(NamedTuple):
    """A deck, and what `check` says of it."""

    make: Callable[[Path], object]
    """Its text, or what makes the file at a path."""
    said: str
    """A part of a problem, with its line."""
    asked: bool = False
    """Whether a session can ask its card `bad`."""
    given: str = "x"
    """What is typed as its answer."""


def note(text: str) -> str:
    """A deck with one note."""
    return f"{HEAD}{ID}{text}"


def basic(question: str, answer: str = "a") -> str:
    """A deck with one basic note."""
    return note(f"    question: {question}\n    answer: {answer}\n")


def equation(form: str) -> str:
    """A deck with one equation."""
    return note(f"    kind: equation\n    question: q\n    tex: x\n    unicode: {form}\n")


def typed(answer: str, compare: str) -> str:
    """A deck with one typed note."""
    return note(
        f'    kind: typed\n    question: q\n    answer: "{answer}"\n    compare: {compare}\n'
    )


def notes(*fields: str) -> str:
    """A deck with notes that differ in their question."""
    return HEAD + "".join(
        f"  - id: bad-{n}\n    question: Which is number {n}?\n    answer: a\n    {line}\n"
        for n, line in enumerate(fields)
    )


def bomb(levels: int, width: int) -> str:
    """Lists of aliases of lists of aliases."""
    lines = "".join(
        f"x{n}: &x{n} [{', '.join([f'*x{n - 1}' if n else 'x'] * width)}]\n" for n in range(levels)
    )
    return f"{lines}tags: *x{levels - 1}\n{basic('q')}"


def sparse(path: Path) -> None:
    """500 MB that take no room."""
    with path.open("wb") as file:
        file.truncate(500_000_000)


def strange_name(path: Path) -> None:
    """A name in Latin-1."""
    Path(os.fsdecode(os.fsencode(path.parent) + b"/bad\xe9.yaml")).write_text(basic("q"))


PRIME = "'"
LONG = "a word " * 150_000
"""More than a megabyte."""

DECKS: dict[str, Hostile] = {
    "pipe": Hostile(os.mkfifo, "bad.yaml:1: SC001 cannot be read: this is a pipe"),
    "endless device": Hostile(lambda path: path.symlink_to("/dev/zero"), "this is a device"),
    "dangling link": Hostile(lambda path: path.symlink_to("gone"), "this link leads nowhere"),
    "link in a circle": Hostile(lambda path: path.symlink_to("bad.yaml"), "leads nowhere"),
    "link to a folder": Hostile(lambda path: path.symlink_to("/usr"), "leads to a folder outside"),
    "name not UTF-8": Hostile(strange_name, "bad\ufffd.yaml:1: SC001 cannot be read: its name"),
    "half a gigabyte": Hostile(sparse, "bad.yaml:1: SC001 the file is larger than 64 MiB"),
    "60 MB in a line": Hostile(lambda _: basic("w" * 60_000_000), "bad.yaml:3: SC001 a card or a line of"),
    "200,000 cards": Hostile(
        lambda _: HEAD + "".join(f"  - {{id: n{n}, question: q, answer: a}}\n" for n in range(200_000)),
        "bad.yaml:1: SC001 more than 100,000 cards",
    ),
    "200,000 cards in a line": Hostile(
        lambda _: "cards: [" + "{question: what is it, answer: it is it}, " * 200_000 + "]\n",
        "bad.yaml:1: SC001 a card or a line of",
    ),
    "a million tags": Hostile(
        lambda _: f"tags: [{'tag, ' * 1_000_000}]\n{basic('q')}", "bad.yaml:1: SC001 too many values"
    ),
    "deep lists": Hostile(lambda _: basic("[" * 10_000), "bad.yaml:4: SC001 nested too deeply"),
    "deep maps": Hostile(lambda _: basic("{a: " * 10_000), "bad.yaml:4: SC001 nested too deeply"),
    "deep blocks": Hostile(lambda _: basic("\n      " + "- " * 900), "bad.yaml:5: SC001 nested too deeply"),
    "alias in itself": Hostile(lambda _: basic("&a [*a]"), "bad.yaml:4: SC001 an alias contains itself"),
    "wide aliases": Hostile(lambda _: bomb(4, 200), "SC001 aliases repeat too much text"),
    "wider aliases": Hostile(lambda _: bomb(2, 3_000), "SC001 aliases repeat too much text"),
    "high aliases": Hostile(lambda _: bomb(9, 9), "SC001 aliases repeat too much text"),
    "alias of a long text": Hostile(
        lambda _: basic("&a " + "w" * 500_000)
        + "".join(f"  - id: n{n}\n    question: *a\n    answer: a\n" for n in range(200)),
        "SC001 aliases repeat too much text",
    ),
    "long question": Hostile(lambda _: basic("word " * 1_000_000), "bad.yaml:4: SC001 'question' has 4,999,"),
    "long name of a field": Hostile(
        lambda _: note("    " + "? " + "w" * 5_000_000 + "\n    : x\n"), "unknown field 'wwww"
    ),
    "long kind": Hostile(lambda _: note(f"    kind: {'w' * 900_000}\n"), "unknown kind 'wwww"),
    "long tag": Hostile(lambda _: notes(f"tags: [{'t' * 5_000_000}]"), "'tags' has 5,000,000 characters"),
    "long name": Hostile(lambda _: f"deck: {'w' * 300}\ncards: []\n", "is not a valid deck name"),
    "1 MB": Hostile(lambda _: basic(LONG[:1_000_000]), "'question' has 1,000,000 characters", asked=True),
    "1 MB of answer": Hostile(lambda _: basic("q", LONG[:1_000_000]), "'answer' has 1,000,000", asked=True),
    "1 MB of list": Hostile(
        lambda _: basic("|\n" + "      - an item\n" * 90_000), "'question' has 900,000", asked=True
    ),
    "1 MB of backticks": Hostile(lambda _: basic("q", "'" + "`" * 1_000_000 + "'"), "'answer' has 1,000,000", asked=True),
    "1 MB of code": Hostile(
        lambda _: note("    kind: output\n    answer: x\n    code: '" + "`" * 900_000 + "'\n"), "'code' has", asked=True
    ),
    "marks": Hostile(lambda _: basic("q", "a" + "\u0315\u0300" * 200_000), "'answer' has 400,001", asked=True),
    "gaps left open": Hostile(lambda _: note("    kind: cloze\n    text: '" + "{{c1::" * 100_000 + "'\n"), "hidden"),
    "999 gaps": Hostile(
        lambda _: note("    kind: cloze\n    text: =" + "".join(f"{{{{c{n}::x}}}}" for n in range(1, 1000))),
        "bad.yaml:5: SC001 it makes more than 50 cards",
    ),
    "long formula": Hostile(lambda _: equation("x + " * 100_000), "'unicode' is longer than 2,000"),
    "primes": Hostile(lambda _: equation('"x' + PRIME * 1_900 + '"'), "SC109", asked=True, given="x" + PRIME * 3_000),
    "scripts": Hostile(lambda _: equation('"x' + "_x" * 990 + '"'), "SC109", asked=True, given="x" + "^x" * 900),
    "deep Python": Hostile(lambda _: typed("-" * 5_000 + "1", "python"), "", asked=True, given="-" * 90 + "1"),
    "deep complexity": Hostile(lambda _: typed("O(n" + PRIME * 1_900 + ")", "complexity"), "", asked=True),
    "alike": Hostile(
        lambda _: HEAD + "".join(f"  - id: n{n}\n    question: {LONG[:20_000]}{n}\n    answer: a\n" for n in (1, 2)),
        "SC107",
    ),
    "requirements in a circle": Hostile(
        lambda _: notes(*[f"requires: [bad-{(n + 1) % 1_000}]" for n in range(1_000)]), "SC111"
    ),
    "tags nearly alike": Hostile(
        lambda _: notes(*[f"tags: [tagged{n:04}, tagged-{n // 2:04}]" for n in range(600)]), "SC112"
    ),
}  # fmt: skip
"""By what is wrong with them."""
