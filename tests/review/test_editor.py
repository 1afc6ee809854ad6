"""How an editor is told to open a file at a line."""

from __future__ import annotations

from pathlib import Path

import pytest

from studycards.errors import ConfigError
from studycards.review.editor import edited, editor_command


@pytest.mark.parametrize(
    ("editor", "command"),
    [
        ("vi", ["vi", "+7", "deck.yaml"]),
        ("emacs -nw", ["emacs", "-nw", "+7", "deck.yaml"]),
        ("code --wait", ["code", "--wait", "--goto", "deck.yaml:7"]),
        ("zed", ["zed", "deck.yaml:7"]),
        ("/usr/bin/hx", ["/usr/bin/hx", "deck.yaml:7"]),
        ("'/opt/my editor/subl' -w", ["/opt/my editor/subl", "-w", "deck.yaml:7"]),
    ],
)
def test_editor(editor: str, command: list[str]) -> None:
    """Each editor is told the line in the way it understands."""
    assert editor_command(editor, Path("deck.yaml"), 7) == command


@pytest.mark.parametrize("editor", ["", " "])
def test_no_editor(editor: str) -> None:
    """Without an editor the learner is told what to set."""
    with pytest.raises(ConfigError, match="no editor is set") as caught:
        editor_command(editor, Path("deck.yaml"), 7)
    assert caught.value.hint == "Set $VISUAL or $EDITOR."


def test_an_open_quotation_mark() -> None:
    """A command line that cannot be split is an error of the learner's settings, not of ours."""
    with pytest.raises(ConfigError, match="the editor 'vi \"deck' cannot be read") as caught:
        editor_command('vi "deck', Path("deck.yaml"), 7)
    assert caught.value.hint == "Correct $VISUAL or $EDITOR."


def test_a_program_is_edited() -> None:
    """The editor opens it at its first line, and what it saves is the program then."""
    found = []

    def open_editor(path: Path, line: int) -> int:
        found.append((path.suffix, line, path.read_text()))
        path.write_text("x = 2\n")
        return 0

    assert edited("x = 1\n", open_editor) == "x = 2\n"
    assert found == [(".py", 1, "x = 1\n")]
