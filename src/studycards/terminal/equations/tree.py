"""The tree of an equation, before layout."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto


class Kind(Enum):
    """The kind of a node, which decides the spaces between neighbours."""

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
    """The end of a function's argument."""


class Limits(Enum):
    """Where the scripts of a symbol go."""

    BESIDE = auto()
    STACKED = auto()
    """Above and below, or beside where room is tight and that saves rows."""
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
    """Cells; a negative number reduces the usual space."""


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
    """A body between delimiters; an empty delimiter is not shown."""

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
    """A base with its subscript and superscript."""

    base: Node
    sub: Node | None
    sup: Node | None
    limits: Limits


Node = Symbol | Space | Row | Fraction | Root | Accent | Fence | Grid | Scripted
