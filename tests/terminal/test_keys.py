"""From what a terminal sends to the names of keys."""

from __future__ import annotations

import os
import signal
import socket
import sys
from collections.abc import Callable, Iterator

import pytest

from studycards.terminal import keys
from studycards.terminal.keys import split_keys


@pytest.mark.parametrize(
    ("sent", "named"),
    [
        ("abc", ["a", "b", "c"]),
        ("Aé日 ", ["A", "é", "日", " "]),
        ("\r", ["enter"]),
        ("\n", ["enter"]),
        ("\t", ["tab"]),
        ("\x7f", ["backspace"]),
        ("\x08", ["backspace"]),
        ("\x1b", ["esc"]),
        ("\x03", ["ctrl-c"]),
        ("\x04", ["ctrl-d"]),
        ("\x01\x05", ["home", "end"]),
        ("\x02\x06", ["left", "right"]),
        ("\x0b\x15\x17", ["ctrl-k", "ctrl-u", "ctrl-w"]),
        ("\x10\x0e", ["up", "down"]),
        ("\x1b[1;5C\x1b[1;5D\x1b[1;3C\x1b[1;3D", ["word right", "word left"] * 2),
        ("\x0c", [keys.RESIZE]),
        ("\x1b[A\x1b[B\x1b[C\x1b[D", ["up", "down", "right", "left"]),
        ("\x1bOA\x1bOB\x1bOC\x1bOD", ["up", "down", "right", "left"]),
        ("\x1b[H\x1b[F\x1b[1~\x1b[4~\x1b[7~\x1b[8~\x1bOH\x1bOF", ["home", "end"] * 4),
        ("\x1b[3~\x1b[5~\x1b[6~", ["delete", "page up", "page down"]),
        ("a\x1b[Db", ["a", "left", "b"]),
        ("", []),
    ],
)
def test_split(sent: str, named: list[str]) -> None:
    """A printable character is its own name, a sequence is one key."""
    assert list(split_keys(sent)) == named


@pytest.mark.parametrize(
    "sequence",
    ["\x1b[1;2C", "\x1b[24~", "\x1b[201~", "\x1b[<0;10;20M", "\x1b[I", "\x1bOP",
     "\x1b[Z", "\x1b[?62;c", "\x1b[12;40R"],
    ids=["shift-right", "f12", "paste-ends", "mouse", "focus", "f1", "shift-tab",
         "attributes", "position"],
)  # fmt: skip
def test_unknown_sequences_are_swallowed(sequence: str) -> None:
    """A key we have no name for types nothing, and what follows it is read."""
    assert list(split_keys(f"a{sequence}b")) == ["a", "b"]


def test_sequence_that_is_cut_off() -> None:
    """What begins like a sequence and does not end types nothing."""
    assert list(split_keys("a\x1b[12;")) == ["a"]


def test_alt_and_a_letter() -> None:
    """Escape and a letter sent together are two keys: `esc q` typed fast still quits."""
    assert list(split_keys("\x1bq")) == ["esc", "q"]


@pytest.mark.parametrize(
    ("sent", "pasted"),
    [
        ("D.__mro__", "D.__mro__"),
        ("1\r2\r\n3\n", "1\n2\n3\n"),
        ("if x:\n\ty", "if x:\n    y"),
        ("a\x1b[31m\x03\u202eb", "a[31mb"),
        ("", ""),
    ],
)
def test_paste(sent: str, pasted: str) -> None:
    """A text pasted in brackets is one key, in which nothing is a key or a command."""
    assert list(split_keys(f"a\x1b[200~{sent}\x1b[201~b")) == ["a", f"paste:{pasted}", "b"]


def test_emoji_of_several_code_points() -> None:
    """Joiners and selectors within a character are kept, other invisible ones are not."""
    assert "".join(split_keys("👩\u200d💻❤\ufe0f")) == "👩\u200d💻❤\ufe0f"
    assert "".join(split_keys("a\u202eb\u0000c")) == "abc"


def test_combining_mark() -> None:
    """An accent typed after its letter reaches the answer."""
    assert "".join(split_keys("e\u0301")) == "e\u0301"


@pytest.fixture
def pieces() -> Iterator[Callable[..., list[str]]]:
    """What a POSIX terminal sends, a piece at a time: `pieces(b"a", b"b", keys=2)`.

    Datagrams are read one by one, however many have arrived, as a slow network delivers them.
    """
    ours, terminal = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)
    with ours, terminal:
        keyboard = keys.PosixKeys(terminal.makefile(encoding="utf-8"))

        def read(*sent: bytes, keys: int) -> list[str]:
            for piece in sent:
                ours.send(piece)
            return [keyboard.read() for _ in range(keys)]

        yield read
        for end in (keyboard._wake_read, keyboard._wake_write):
            os.close(end)


@pytest.mark.skipif(sys.platform == "win32", reason="pieces of a POSIX terminal")
@pytest.mark.parametrize(
    ("sent", "named"),
    [
        ((b"\x1b", b"[A"), ["up"]),
        ((b"\x1b", b"OB", b"x"), ["down", "x"]),
        ((b"\x1b", b"q"), ["esc", "q"]),
        ((b"\xc3", b"\xa9"), ["é"]),
        ((b"\x1b[200~1 +", b" 1\x1b[201~", b"\r"), ["paste:1 + 1", "enter"]),
        ((b"\x1b",), ["esc"]),
    ],
    ids=["arrow", "arrow and more", "two keys", "letter", "paste", "escape alone"],
)
def test_keys_in_pieces(
    pieces: Callable[..., list[str]], sent: tuple[bytes, ...], named: list[str]
) -> None:
    """A key that arrives in pieces is one key; an escape after which nothing comes is one too."""
    assert pieces(*sent, keys=len(named)) == named


def test_keys_of_this_platform() -> None:
    """Each platform has its keyboard."""
    wanted = keys.WindowsKeys if sys.platform == "win32" else keys.PosixKeys
    assert keys.Keys is wanted


@pytest.mark.skipif(sys.platform == "win32", reason="the state of a POSIX terminal")
def test_interrupted_while_the_terminal_is_given_back() -> None:
    """A second signal waits until the terminal is as it was."""
    import termios

    outer, inner = os.openpty()
    before = termios.tcgetattr(inner)

    def leave() -> None:
        signal.raise_signal(signal.SIGINT)

    with os.fdopen(inner, encoding="utf-8") as stdin:
        listening = keys.PosixKeys(stdin).listening(lambda: None, leave)
        with pytest.raises(KeyboardInterrupt), listening:
            assert termios.tcgetattr(inner) != before
        assert termios.tcgetattr(inner) == before
    os.close(outer)
