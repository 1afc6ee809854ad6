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
    """A name of several letters, which takes an argument."""
    WORD = auto()
    """Several letters in a text or upright font: a function or a variable."""
    BINARY = auto()
    RELATION = auto()
    OPEN = auto()
    CLOSE = auto()
    PUNCTUATION = auto()
    SIGN = auto()
    """An operation without a left side, towards its right."""
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
class Classed:
    """A body that has the spaces and the limits of a symbol."""

    body: Node
    kind: Kind
    limits: Limits = Limits.BESIDE


@dataclass(frozen=True, slots=True, kw_only=True)
class Middle:
    """A delimiter as high as its row."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrow:
    """An arrow as long as the scripts above and below it."""

    pattern: str
    """What `stretched` takes."""


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
    """A body with a mark of `ACCENTS`: a hat, a bar, a brace, a frame."""

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
    gaps: tuple[int, ...] = (2,)
    """Cells before the second column and those that follow, repeated as needed."""
    spread: bool = False
    """A blank row between rows."""
    rules: frozenset[int] = frozenset()
    """Columns, from 0, before which there is a vertical line."""
    lines: frozenset[int] = frozenset()
    """Rows, from 0, above which there is a horizontal line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scripted:
    """A base with its subscript and superscript."""

    base: Node
    sub: Node | None
    sup: Node | None
    limits: Limits


Node = (
    Symbol
    | Space
    | Row
    | Classed
    | Middle
    | Arrow
    | Fraction
    | Root
    | Accent
    | Fence
    | Grid
    | Scripted
)
