"""How an editor is told to open a file at a line."""

from __future__ import annotations

from pathlib import Path

import pytest

from studycards.errors import ConfigError
from studycards.review.editor import editor_command


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


@pytest.mark.parametrize(
    ("editor", "said"), [("", "no editor"), (" ", "no editor"), ('"', "is no command line")]
)
def test_no_editor(editor: str, said: str) -> None:
    """Without an editor that can be called the learner is told what to set."""
    with pytest.raises(ConfigError, match=said) as caught:
        editor_command(editor, Path("deck.yaml"), 7)
    assert caught.value.hint.endswith("$VISUAL or $EDITOR.")
