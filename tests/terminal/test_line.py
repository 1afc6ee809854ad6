"""A line being typed: what each key does to text and cursor."""

from __future__ import annotations

import pytest

from studycards.terminal.line import KEYS, LONGEST, Line

KEYS_THAT_MEAN_NOTHING = ("esc", "enter", "tab", "page up", "page down", "resize", "closed")


def after(line: Line, *keys: str) -> tuple[str, int]:
    """Text and cursor after some keys."""
    for key in keys:
        line = line.after(key)
    return line.text, line.cursor


@pytest.mark.parametrize(
    ("keys", "text", "cursor"),
    [
        ("abc", "abc", 3),
        (("a", "b", "left", "c"), "acb", 2),
        (("a", "b", "home", "c"), "cab", 1),
        (("a", "b", "home", "end", "c"), "abc", 3),
        (("left", "a", "left", "left", "b"), "ba", 1),
        (("a", "right", "right", "b"), "ab", 2),
        (("a", "b", "backspace"), "a", 1),
        (("backspace",), "", 0),
        (("a", "b", "home", "backspace"), "ab", 0),
        (("a", "b", "home", "delete"), "b", 0),
        (("a", "b", "delete"), "ab", 2),
        (("a", "b", "c", "left", "ctrl-k"), "ab", 2),
        (("a", "b", "c", "left", "ctrl-u"), "c", 0),
        (("a", "newline", "b"), "a\nb", 3),
        ("日本語", "日本語", 3),
        (("a", "b", "home", "ctrl-d"), "b", 0),
        ((*"D.__mro__ x", "word left", "word left"), "D.__mro__ x", 2),
        ((*"a bc d", "home", "word right", "word right"), "a bc d", 4),
        (("word left", "word right"), "", 0),
    ],
)
def test_keys(keys: tuple[str, ...], text: str, cursor: int) -> None:
    """Characters go in at the cursor, and the keys of a shell's line move and delete."""
    assert after(Line(), *keys) == (text, cursor)


@pytest.mark.parametrize(
    ("text", "left", "kept"),
    [
        ("git blame", 0, "git "),
        ("git blame  ", 0, "git "),
        ("git", 0, ""),
        ("   ", 0, ""),
        ("", 0, ""),
        ("a b c", 2, "a  c"),
        ("D.__mro__ x", 0, "D.__mro__ "),
    ],
)
def test_delete_word(text: str, left: int, kept: str) -> None:
    """Ctrl-W takes the word before the cursor and the blanks behind it."""
    assert after(Line(text, len(text) - left), "ctrl-w") == (kept, len(kept) - left)


@pytest.mark.parametrize(
    ("text", "at", "key", "to"),
    [
        ("abc\nde\nfgh", 9, "up", 6),
        ("abc\nde\nfgh", 6, "up", 2),
        ("abc\nde\nfgh", 2, "up", 2),
        ("abc\nde\nfgh", 2, "down", 6),
        ("abc\nde\nfgh", 3, "down", 6),
        ("abc\nde\nfgh", 8, "down", 8),
        ("日本\nabcd", 1, "down", 5),
        ("abcd\n日本", 3, "down", 6),
    ],
)
def test_up_and_down(text: str, at: int, key: str, to: int) -> None:
    """The cursor stays in its column of cells where the other row is long enough."""
    assert Line(text, at).after(key) == Line(text, to)


@pytest.mark.parametrize("seen", ["é", "e\u0301", "👩\u200d💻", "❤\ufe0f", "日", "\n"])
def test_what_is_seen_as_one_is_one(seen: str) -> None:
    """The cursor passes, and a key deletes, a whole character with its marks and joiners."""
    text = f"a{seen}b"
    assert Line(text, 1).after("right") == Line(text, 1 + len(seen))
    assert Line(text, 1 + len(seen)).after("left") == Line(text, 1)
    assert Line(text, 1 + len(seen)).after("backspace") == Line("ab", 1)
    assert Line(text, 1).after("delete") == Line("ab", 1)


def test_too_long_a_paste_is_not_taken() -> None:
    """A megabyte leaves the text as it was."""
    line = Line("ab", 1)
    assert line.with_pasted("x" * 1_000_000) == line
    assert line.with_pasted("cd\ne") == Line("acd\neb", 5)
    assert Line("x" * LONGEST, 3).after("y") == Line("x" * LONGEST, 3)


@pytest.mark.parametrize("key", KEYS_THAT_MEAN_NOTHING)
def test_other_keys(key: str) -> None:
    """A key that means nothing here changes nothing and is not claimed."""
    line = Line("abc", 1)
    assert line.after(key) == line
    assert key not in KEYS


@pytest.mark.parametrize("key", sorted(KEYS))
def test_keys_that_are_claimed_do_something(key: str) -> None:
    """Each key of the table changes a line somewhere."""
    text = "ab cd\nef"
    changed = [Line(text, place).after(key) != Line(text, place) for place in range(len(text) + 1)]
    assert any(changed)


@pytest.mark.parametrize("key", [*sorted(KEYS), "x", "newline"])
@pytest.mark.parametrize("text", ["", "a", "a b", "  ", "a\nb"])
def test_cursor_stays_in_the_text(text: str, key: str) -> None:
    """Whatever is pressed wherever, the cursor points into the text or at its end."""
    for place in range(len(text) + 1):
        line = Line(text, place).after(key)
        assert 0 <= line.cursor <= len(line.text)
