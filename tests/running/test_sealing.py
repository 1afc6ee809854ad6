"""The fence is made of what cannot be changed."""

from __future__ import annotations

import builtins
import dis
import sys
from itertools import repeat
from pathlib import Path
from types import BuiltinFunctionType, CodeType, FunctionType
from typing import Any

import pytest

from studycards.running import child_sealing

FENCE = Path(child_sealing.__file__).parent
CONSTANTS = (str, bytes, int, bool, type(None), CodeType, BuiltinFunctionType, repeat)


@pytest.fixture(scope="module")
def fence() -> dict[str, Any]:
    """The fence as it is installed in a child."""
    names = {
        "CHANNEL": 2, "TOKEN": "t", "FOLDER": "/x", "LIBRARY": ["/y"], "FILES": 3, "CONFINED": False,
        "FILE": child_sealing.FILE,
    }  # fmt: skip
    for part in ("rules", "paths", "fence"):
        text = (FENCE / f"child_{part}.py").read_text(encoding="utf-8")
        child_sealing.load(child_sealing.compiled(text), names)
    return names


def reached(value: Any) -> list[Any]:
    """A value and all that it leads to, as far as a function can read it."""
    match value:
        case FunctionType():
            return [value, *reached(value.__code__)]
        case CodeType():
            return [value, *(part for constant in value.co_consts for part in reached(constant))]
        case tuple() | frozenset():
            return [part for item in value for part in reached(item)]
        case _:
            return [value]


@pytest.mark.skipif(sys.platform == "win32", reason="there, paths are resolved by the library")
def test_nothing_that_the_hook_reads_can_be_changed(fence: dict[str, Any]) -> None:
    """All that it leads to is a constant, a built-in function or type, or another sealed function."""
    found = reached(fence["audit_hook"])
    assert len(found) > 500
    for value in found:
        if isinstance(value, FunctionType):
            assert value.__code__.co_filename == child_sealing.FILE
            assert (value.__globals__, value.__closure__) == ({"__builtins__": {}}, None)
            assert (value.__defaults__ or ()) in ((), (None,))
        elif isinstance(value, type):
            assert value is FunctionType or value is vars(builtins)[value.__name__]
        else:
            assert isinstance(value, CONSTANTS), value


def test_no_name_is_looked_up(fence: dict[str, Any]) -> None:
    """No sealed function has a global name, whatever its globals are."""
    codes = {part for part in reached(fence["audit_hook"]) if isinstance(part, CodeType)}
    looked_up = {
        step.argval
        for code in codes
        for step in dis.get_instructions(code)
        if step.opname in ("LOAD_GLOBAL", "LOAD_NAME", "STORE_GLOBAL", "IMPORT_NAME")
    }
    assert looked_up == set()


def test_names_are_bound_where_they_are_used() -> None:
    """Parameters and variables stay, and names that are not there yet are an error at once."""
    text = "A = 1\ndef f(b):\n    c = A + b\n    return [len(x) * c for x in ('ab', 'c')]\n"
    sealed = child_sealing.load(child_sealing.compiled(text), {})["f"]
    assert sealed(2) == [6, 3]
    with pytest.raises(KeyError, match="later"):
        child_sealing.load(child_sealing.compiled("def f(): later()\ndef later(): 1"), {})
