"""What only a real terminal shows: signals, its size, a lent editor, and how it is restored."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.cli.library import CAPITALS, EXERCISE, rows
from tests.terminals import PtyTerminal

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")


@pytest.fixture
def review(
    pty_terminal: Callable[..., PtyTerminal], make_deck: Callable[[str, str], Path]
) -> Callable[..., PtyTerminal]:
    """Start a review of a deck."""

    def start(*arguments: str, **options: Any) -> PtyTerminal:
        make_deck("capitals", CAPITALS)
        return pty_terminal("review", "capitals", *arguments, **options)

    return start


def test_resize(review: Callable[..., PtyTerminal]) -> None:
    """The screen follows the window."""
    program = review(columns=80)
    program.shows("4 new · 0 learning")
    program.resize(40, 20)
    screen = program.shows("4 · 0 · 0")
    assert "What is the capital of France?" in screen


def test_stop_and_go_on(review: Callable[..., PtyTerminal]) -> None:
    """Ctrl-Z gives the terminal back, and `fg` takes it again and paints the card."""
    program = review()
    program.shows("France")
    os.kill(program.process.pid, signal.SIGTSTP)
    program.until(lambda: b"\x1b[?1049l" in program.raw, "the terminal restored")
    given_back = program.raw.index(b"\x1b[?1049l")

    def is_taken_again() -> bool:
        os.kill(program.process.pid, signal.SIGCONT)  # again and again: it may not be stopped yet
        return program.raw.count(b"\x1b[?1049h") == 2

    program.until(is_taken_again, "the terminal taken again")
    taken_again = program.raw.rindex(b"\x1b[?1049h")
    assert given_back < taken_again
    program.press("enter")
    program.shows("1 again")
    assert b"France" in program.raw[taken_again:]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT, signal.SIGKILL])
def test_killed_after_an_answer(
    review: Callable[..., PtyTerminal], home: Path, number: signal.Signals
) -> None:
    """However it ends, what was shown as saved is on disk, and the terminal as it was."""
    program = review()
    program.shows("France")
    program.press("enter")
    program.shows("1 again")
    program.press("4")
    program.shows("Italy")
    program.process.kill(number)
    code = program.ends()
    assert rows(home, "select card_id, rating from reviews") == [("france", 4)]
    if number is not signal.SIGKILL:
        assert code == 128 + number
        assert program.raw.rindex(b"\x1b[?2004l\x1b[?1049l") > program.raw.rindex(b"\x1b[?25l")


def test_killed_at_many_points(
    pty_terminal: Callable[..., PtyTerminal], make_deck: Callable[[str, str], Path], home: Path
) -> None:
    """Killed without warning at any moment of a session, no answer shown as saved is lost."""
    cards = "".join(
        f"  - id: card-{n}\n    question: Question {n}?\n    answer: Answer {n}\n"
        for n in range(12)
    )
    make_deck("many", f"deck: many\ncards:\n{cards}")
    saved = 0
    for delay in (0, 0.001, 0.003, 0.006, 0.01, 0.02):
        program = pty_terminal("review", "many")
        for _ in range(2):
            program.shows(f"Question {saved}?")
            program.press("enter")
            program.shows(f"Answer {saved}")
            program.press("4")
            if saved % 2:
                time.sleep(delay)
                break
            program.shows(f"Question {saved + 1}?")
            saved += 1
        program.process.kill(signal.SIGKILL)
        program.ends()
        found = [card for (card,) in rows(home, "select card_id from reviews order by at")]
        assert found[:saved] == [f"card-{n}" for n in range(saved)]
        saved = len(found)
        assert found == [f"card-{n}" for n in range(saved)]


def test_terminal_is_given_back_as_it_was(review: Callable[..., PtyTerminal]) -> None:
    """After the session the terminal echoes and shows its cursor again."""
    program = review()
    program.shows("France")
    program.press("ctrl-c")
    assert program.ends() == 130
    assert program.raw.rstrip().count(b"\x1b[?1049h") == program.raw.count(b"\x1b[?1049l") == 1
    assert b"\x1b[?25h" in program.raw
    assert "4 cards left" in program.screen


def test_lent_editor(
    pty_terminal: Callable[..., PtyTerminal], make_deck: Callable[[str, str], Path], tmp_path: Path
) -> None:
    """An editor has the terminal to itself, with lines and echo, and gives it back."""
    make_deck("one", f"deck: one\ncards:\n{EXERCISE}")
    script = tmp_path / "editor.py"
    script.write_text(
        "import pathlib, sys\n"
        "path = pathlib.Path(sys.argv[-1])\n"
        "path.write_text(path.read_text().replace('...', input('instead of ...: ')))\n"
    )
    program = pty_terminal("review", "one", EDITOR=f"{sys.executable} {script}")
    program.shows("↵ write")
    program.press("enter")
    program.shows("(y/n)")
    program.press("y")
    program.shows("instead of ...:")
    assert program.raw.count(b"\x1b[?1049l") == 1
    program.press("return x + 1", "enter")
    screen = program.shows("✓ all tests pass")
    assert "▸3 good" in screen
    assert program.raw.count(b"\x1b[?1049h") == 2


def test_signals_of_the_keyboard_are_for_the_editor(
    review: Callable[..., PtyTerminal], tmp_path: Path
) -> None:
    """While an editor has the terminal, ctrl-Z does not take it back, and ctrl-C is the editor's."""
    script = tmp_path / "editor.py"
    script.write_text(
        "try:\n    input('\\nfirst: ')\nexcept KeyboardInterrupt:\n    input('\\ninterrupted: ')\n"
    )
    program = review(EDITOR=f"{sys.executable} {script}")
    program.shows("France")
    program.press("esc", "e")
    program.shows("first:")
    os.kill(program.process.pid, signal.SIGTSTP)
    program.press("ctrl-c")
    program.shows("interrupted:")
    program.press("echoed")
    program.shows("interrupted: echoed")
    program.press("enter")
    program.until(lambda: program.raw.count(b"\x1b[?1049h") > 1, "the terminal taken back")
    program.shows("↵ show")
    program.press("ctrl-c")
    assert program.ends() == 130
    assert program.raw.count(b"\x1b[?1049h") == 2


def test_paste_in_many_pieces(review: Callable[..., PtyTerminal], home: Path) -> None:
    """A paste of lines is text, never keys, however many reads it takes."""
    program = review()
    program.shows("❯")
    program.press("\x1b[200~" + "x" * 1_000_000 + "\x1b[201~")
    program.press("\x1b[200~Par\r4\rq\x1b[201~")
    program.shows("❯ Par 4 q")
    program.press("ctrl-c")
    assert program.ends() == 130


def test_line_by_line(review: Callable[..., PtyTerminal], home: Path) -> None:
    """Lines are edited as they are typed, and those typed before are recalled."""
    program = review("--plain")
    program.shows("Answer (empty to see it):")
    program.press("Pariss", "\x7f", "enter")
    program.shows("3 good 10m")
    program.press("3", "enter")
    program.shows("Type the capital of Italy.")
    program.press("\x1b[A", "\x1b[A")
    program.shows("Answer (empty to see it): Paris")
    program.press("\x15:q", "enter")
    assert program.ends() == 0
    assert rows(home, "select answer, verdict from reviews") == [("Paris", "right")]


EDITOR = """
import pathlib, signal, sys
for number in (signal.SIGINT, signal.SIGQUIT):
    signal.signal(number, lambda *_: print("not", "now"))
path = pathlib.Path(sys.argv[-1])
path.write_text(path.read_text().replace("France", input("\\nFrance: ")))
"""
"""An editor with a use of its own for the keys that interrupt."""


@pytest.mark.parametrize("arguments", [(), ("--plain",)])
def test_keys_that_interrupt_are_the_editors(
    review: Callable[..., PtyTerminal], tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    """The keys for SIGINT and SIGQUIT reach the editor alone: what is written there is kept."""
    script = tmp_path / "editor.py"
    script.write_text(EDITOR)
    program = review(*arguments, EDITOR=f"{sys.executable} {script}")
    program.shows("France")
    program.press(*((":e", "enter") if arguments else ("esc",)))
    if not arguments:
        program.shows("esc back")
        program.press("e")
    program.shows("\nFrance:")
    program.press("ctrl-c")
    program.shows("not now")
    program.press("\x1c")
    program.until(lambda: program.screen.count("not now") == 2, "the second")
    program.press("Chile", "enter")
    program.shows("the capital of Chile?")


def test_stop_in_the_editor(review: Callable[..., PtyTerminal], tmp_path: Path) -> None:
    """Stopped in the editor, the program leaves the terminal to it when both go on."""
    script = tmp_path / "editor.py"
    script.write_text(EDITOR)
    program = review(EDITOR=f"{sys.executable} {script}")
    program.shows("❯")
    program.press("esc")
    program.shows("esc back")
    program.press("e")
    program.shows("\nFrance:")
    os.kill(program.process.pid, signal.SIGTSTP)
    time.sleep(0.3)
    os.kill(program.process.pid, signal.SIGCONT)
    program.press("Chile", "enter")
    program.shows("the capital of Chile?")
    assert program.raw.count(b"\x1b[?1049h") == 2


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT])
def test_killed_line_by_line(
    review: Callable[..., PtyTerminal], home: Path, number: signal.Signals
) -> None:
    """However a session line by line ends, the terminal echoes whole lines again."""
    import termios

    program = review("--plain")
    program.shows("Answer (empty to see it):")
    program.press("enter")
    program.shows("1 again")
    program.press("4", "enter")
    program.shows("Italy")
    time.sleep(0.5)  # until it waits for a key: a signal just before that is seen after it
    program.process.kill(number)
    while program._read():
        pass
    assert program.modes() & termios.ECHO
    assert program.modes() & termios.ICANON
    assert program.ends() == 128 + number
    assert rows(home, "select card_id, rating from reviews") == [("france", 4)]


def test_terminal_closed(review: Callable[..., PtyTerminal], home: Path) -> None:
    """When the window is closed the program ends as by its signal, with the answers saved."""
    program = review()
    program.shows("France")
    program.press("enter")
    program.shows("1 again")
    program.press("4")
    program.shows("Italy")
    program.hang_up()
    assert program.process.wait() == 128 + signal.SIGHUP
    assert rows(home, "select card_id, rating from reviews") == [("france", 4)]


@pytest.mark.parametrize("mode", [(), ("--plain",)])
def test_ctrl_c_ends_a_run_and_not_the_session(
    pty_terminal: Callable[..., PtyTerminal],
    make_deck: Callable[[str, str], Path],
    tmp_path: Path,
    mode: tuple[str, ...],
) -> None:
    """The code that was written stays, and can be run again."""
    make_deck("one", f"deck: one\ncards:\n{EXERCISE}")
    script = tmp_path / "editor.py"
    script.write_text(
        "import pathlib, sys\n"
        "path = pathlib.Path(sys.argv[-1])\n"
        "text = path.read_text()\n"
        "waits = 'sleep' in text\n"
        "path.write_text('def f(x): return x + 1' if waits else 'import time; time.sleep(60)')\n"
    )
    program = pty_terminal("review", "one", *mode, EDITOR=f"{sys.executable} {script}")
    program.shows("write")
    program.press("enter")
    program.shows("(y/n)")
    program.press("y", *(["enter"] if mode else []))
    time.sleep(1)  # until the code runs; nothing on the screen tells
    program.press("ctrl-c")
    program.shows("The run was stopped.")
    program.press("enter")
    program.shows("✓ all tests pass")
