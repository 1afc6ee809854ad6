"""The learner's editor: the command that opens a file at a line."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import TYPE_CHECKING

from studycards.errors import ConfigError, StudycardsError

if TYPE_CHECKING:
    from collections.abc import Callable

    OpenEditor = Callable[[Path, int], int]
    """Opens a file at a line in the foreground; returns the exit code of the editor."""


def editor_command(editor: str, path: Path, line: int) -> list[str]:
    """The command that opens a file at a line.

    Args:
        editor: The command line of the learner's editor; empty if none is set.
        path: The file.
        line: The line, from 1.

    Raises:
        ConfigError: No editor is set, or a quotation mark of its command line is not closed.
    """
    try:
        words = shlex.split(editor)
    except ValueError as error:
        message = f"the editor '{editor}' cannot be read: {error}"
        raise ConfigError(message, hint="Correct $VISUAL or $EDITOR.") from error
    if not words:
        raise ConfigError("no editor is set", hint="Set $VISUAL or $EDITOR.")
    name = Path(words[0]).stem
    if name in ("code", "code-insiders", "codium", "cursor"):
        return [*words, "--goto", f"{path}:{line}"]
    if name in ("zed", "subl", "hx", "helix", "micro"):
        return [*words, f"{path}:{line}"]
    return [*words, f"+{line}", str(path)]


def edited(text: str, open_editor: OpenEditor) -> str:
    """A program after the learner has edited it.

    Raises:
        ConfigError: There is no usable editor.
        StudycardsError: The editor failed.
    """
    import tempfile  # noqa: PLC0415 - 5 ms, when a key asks for it

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "exercise.py"
        path.write_text(text, encoding="utf-8")
        status = open_editor(path, 1)
        if status:
            raise StudycardsError(f"the editor returned {status}")
        return path.read_text(encoding="utf-8", errors="replace")
