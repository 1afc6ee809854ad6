"""YAML to nodes, as long as depth, number and aliases of the nodes stay within limits."""

from __future__ import annotations

import re
from typing import Any, NoReturn

import yaml

from studycards.decks.limits import MOST_NOTES, SPLIT

TOO_DEEP = "nested too deeply"
TEXTS_AND_LISTS = "A card has texts and lists of texts."

DEEPEST = 12
"""Maximum nesting: a text in a list of a note of a deck is five deep."""

_DEPTH_OF_NOTES = 3
"""A note is in a list in a deck."""

NODES_PER_NOTE = 60
"""Maximum values of a deck for each of its notes, on average."""

SPARE_NODES = 20_000
"""Values that a deck may hold besides, so that one note may be far above the average."""

MOST_REPEATED = 2**20
"""Characters that aliases may add to a deck; a value counts one more than its text."""


_ANCHOR = re.compile(r"&(?<![^\s:,\[{]&)[^\s,\[\]{}&]").search
"""Where an anchor may be: few decks have one, or anything like it."""


class TooMuchError(yaml.MarkedYAMLError):
    """A deck is beyond a limit of its nodes."""

    def __init__(self, problem: str, hint: str, mark: Any) -> None:
        super().__init__(problem=problem, problem_mark=mark)
        self.hint = hint


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """libyaml if PyYAML was built with it: eight times as fast.

    Scalars stay text, so their types are not resolved: that saves a sixth of the time.
    """

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self._above: Any = None
        """The list or mapping that is being filled."""
        self._notes = 0
        self._left = SPARE_NODES
        """Nodes that may still come."""

    def resolve(self, kind: type, value: str, implicit: object) -> str:  # noqa: ARG002
        """Called for each node: counts it. Everything is text."""
        self._left -= 1
        if self._left < 0:
            self._refuse("too many values for the cards it has", "Shorten the list.")
        return "tag:yaml.org,2002:str"

    def descend_resolver(self, node: Any, index: object) -> None:  # noqa: ARG002
        """Called for each node, with the one above it: only where that changes there is work."""
        if node is not self._above:
            if not hasattr(node, "depth"):
                node.depth = self._above.depth + 1 if self._above else 1
                self._enter(node)
            self._above = node

    def ascend_resolver(self) -> None:
        """There is nothing to do."""

    def _enter(self, node: Any) -> None:
        if node.depth > DEEPEST:
            self._refuse(TOO_DEEP, TEXTS_AND_LISTS)
        if node.depth == _DEPTH_OF_NOTES:
            self._notes += 1
            self._left += NODES_PER_NOTE
            if self._notes > MOST_NOTES:
                self._refuse(f"more than {MOST_NOTES:,} cards", SPLIT)

    def _refuse(self, problem: str, hint: str) -> NoReturn:
        raise TooMuchError(problem, hint, self._above and self._above.start_mark)


def compose(text: str) -> yaml.Node | None:
    """The nodes of a YAML text, with their lines; every scalar is text, exactly as written.

    Raises:
        yaml.YAMLError: It is not YAML.
        TooMuchError: It is nested too deeply, holds too much, or an alias repeats too much.
    """
    root: yaml.Node | None = yaml.compose(text, Loader=_Loader)
    if root and _ANCHOR(text):
        _check_aliases(root)
    return root


def children(node: yaml.Node) -> list[yaml.Node]:
    """The nodes within a node, keys included."""
    if isinstance(node, yaml.MappingNode):
        return [part for pair in node.value for part in pair]
    return node.value if isinstance(node, yaml.SequenceNode) else []


def _check_aliases(root: yaml.Node) -> None:
    """Refuse aliases that contain themselves or repeat too much, before they are expanded."""
    sizes = {id(root): 0}
    """Size of each node with everything below it, by identity; 0 while it is being visited."""
    repeated = 0
    waiting = [(root, iter(children(root)))]
    while waiting:
        node, below = waiting[-1]
        child = next(below, None)
        if child is None:
            own = len(node.value) + 1 if isinstance(node, yaml.ScalarNode) else 1
            sizes[id(node)] = own + sum(sizes[id(part)] for part in children(node))
            waiting.pop()
        elif id(child) not in sizes:
            sizes[id(child)] = 0
            waiting.append((child, iter(children(child))))
        elif not sizes[id(child)]:
            hint = "Write the values out."
            raise TooMuchError("an alias contains itself", hint, child.start_mark)
        else:
            repeated += sizes[id(child)]
            if repeated > MOST_REPEATED:
                hint = "Write the values out."
                raise TooMuchError("aliases repeat too much text", hint, node.start_mark)
