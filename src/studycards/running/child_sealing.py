"""Seal functions: each global name that they use becomes a constant of their code.

A sealed function has no global names and no builtins. Whoever reaches it, by a frame, a traceback or
the garbage collector, finds constants in it: texts, tuples, frozen sets, built-in functions and
other sealed functions, none of which can be changed. Only its `__code__` could be set, which raises
an audit event.

Used by `runner` for the interpreter in use, and run as text under any other, 3.8 or later: each
compiles the modules of the child once.
"""

from __future__ import annotations
import __future__

import builtins
from types import FunctionType

TYPE_CHECKING = False  # typing takes 3 ms to import
if TYPE_CHECKING:
    import ast
    from types import CodeType
    from typing import Any, Dict, List, Tuple  # noqa: UP035 - Python 3.8

    Parts = List[Tuple[str, CodeType]]  # noqa: UP006
    Names = Dict[str, Any]  # noqa: UP006

FENCE = ("rules", "paths", "fence")
"""The modules whose functions are sealed, in their order."""
FILE = "studycards fence"
"""The file name of sealed code."""
MARK = "a constant to be"


def packed(texts: Dict[str, str]) -> bytes:  # noqa: UP006
    """The modules of the child as code of this interpreter, given their texts by name."""
    import marshal  # noqa: PLC0415 - the card's process only loads

    fence = [compiled(texts[name]) for name in FENCE]
    code = {
        name: compile(text, "studycards", "exec")
        for name, text in texts.items()
        if name not in FENCE
    }
    return marshal.dumps({**code, "fence": fence}, 2)


def compiled(source: str) -> Parts:
    """The statements of a module, each with the name of the function that it defines, or none.

    Functions may use only what is defined above them.
    """
    import ast  # noqa: PLC0415 - 3 ms, which the card's process does without

    found = []
    for statement in ast.parse(source).body:
        name = ""
        if isinstance(statement, ast.FunctionDef):
            name = statement.name
            bind_names(statement)
        module = ast.fix_missing_locations(ast.Module([statement], []))
        flag = __future__.annotations.compiler_flag
        found.append((name, compile(module, FILE, "exec", flag, dont_inherit=True)))
    return found


def bind_names(function: ast.FunctionDef) -> None:
    """Bind each global name at the start of a function to a constant that `filled` replaces."""
    import ast  # noqa: PLC0415 - see above

    body = [node for statement in function.body for node in ast.walk(statement)]
    used = [node for node in body if isinstance(node, ast.Name)]
    local = {node.id for node in used if isinstance(node.ctx, ast.Store)}
    local |= {node.arg for node in ast.walk(function) if isinstance(node, ast.arg)}
    local |= {node.name for node in body if isinstance(node, ast.ExceptHandler) and node.name}
    function.body[:0] = [
        ast.Assign([ast.Name(name, ast.Store())], ast.Constant((MARK, name)))  # type: ignore[arg-type]
        for name in sorted({node.id for node in used} - local)
    ]


def load(parts: Parts, names: Names) -> Names:
    """Run the statements of a module with some names, sealing each function; returns all names."""
    for name, code in parts:
        exec(code, names)  # noqa: S102 - our own
        if name:
            sealed = FunctionType(filled(names[name].__code__, names), {"__builtins__": {}}, name)
            names[name] = sealed
    return names


def filled(code: CodeType, names: Names) -> CodeType:
    """Code with its constants in place."""
    known = {**vars(builtins), **names}
    constants = [
        known[value[1]] if type(value) is tuple and value[:1] == (MARK,) else value
        for value in code.co_consts
    ]
    return code.replace(co_consts=tuple(constants))
