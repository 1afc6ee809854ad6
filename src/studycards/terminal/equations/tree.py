"""What an equation is, before it has a form."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto


class Kind(Enum):
    """What something is to its neighbours: it decides the spaces between them."""

    ORDINARY = auto()
    LARGE = auto()
    """A sum, a product, an integral."""
    FUNCTION = auto()
    """A name of several letters."""
    BINARY = auto()
    RELATION = auto()
    OPEN = auto()
    CLOSE = auto()
    PUNCTUATION = auto()
    FRACTION = auto()
    SCRIPTED = auto()
    """Ordinary, with scripts."""
    ARGUMENTS = auto()
    """The end of what a function is applied to."""


class Limits(Enum):
    """Where the scripts of something stand."""

    BESIDE = auto()
    STACKED = auto()
    """Above and below, or beside where that saves rows in a tight place."""
    ALWAYS_STACKED = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class Symbol:
    """A character, or a word."""

    text: str
    kind: Kind = Kind.ORDINARY
    limits: Limits = Limits.BESIDE


@dataclass(frozen=True, slots=True, kw_only=True)
class Space:
    """Blanks that the author asked for."""

    cells: int
    """Less than 0 takes away from the space that there would be."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One after another."""

    items: tuple[Node, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Fraction:
    """One over another."""

    above: Node
    below: Node


@dataclass(frozen=True, slots=True, kw_only=True)
class Root:
    """A square root, or another one with its degree."""

    body: Node
    degree: Node | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Accent:
    """A hat, a bar, a tilde and the like."""

    name: str
    body: Node


@dataclass(frozen=True, slots=True, kw_only=True)
class Fence:
    """Something between delimiters; an empty delimiter is not shown."""

    left: str
    body: Node
    right: str
    grows: bool
    """As high as the body, as `\\left` and `\\right` ask; otherwise only around three rows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """A matrix, cases, aligned equations."""

    rows: tuple[tuple[Node, ...], ...]
    columns: str
    """Alignment of the columns, `l`, `c` or `r`, repeated as needed."""
    gap: int
    """Cells between columns."""
    spread: bool
    """A blank row between rows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scripted:
    """Something with what stands below and above it."""

    base: Node
    sub: Node | None
    sup: Node | None
    limits: Limits


Node = Symbol | Space | Row | Fraction | Root | Accent | Fence | Grid | Scripted
