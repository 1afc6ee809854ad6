"""Code, command lines and paths."""

from __future__ import annotations

import pytest

from studycards.cards.judging.codes import same_command, same_path, same_python

CLASS = "Which attribute of the class `D` in the module `collections`?"

PYTHON_SAME = [
    ("super(K,self)", "super(K, self)"), ("d['a'].get( 1 )", 'd["a"].get(1)'), ("print (n)", "print(n)"),
    (">>> f(1)", "f(1)"), ("`f(1)`", "f(1)"), ("f(b=2, a=1)", "f(a=1, b=2)"), ("1_000", "1000"), ("{2, 1}", "{1, 2}"),
    ("for x in y:", "for x in y"), ("import pdb; pdb.pm()", "pdb.pm()"), ("3 == i", "i == 3"), ("x < 3", "3 > x"),
    ("a[0::2]", "a[::2]"), ("frozenset()", "frozenset"), ("__new__()", "__new__"), ("object.__new__", "__new__"),
    (".value", "value"), ("e.value", "value"), ("@cache", "cache"), ("functools.cache", "cache"), ("else:", "else"),
    ("D.__mro__", "__mro__"), ("__mro__", "D.__mro__"), ("collections.abc()", "abc"), ("the pop method", "pop"),
    ("b 4 , i==3", "b 4, i == 3"), ("f'Hi {name}'", 'f"Hi {name}"'), ("f(1);", "f(1)"), ("'abc'", '"abc"'),
]  # fmt: skip
PYTHON_OTHER = [
    ("super(k, self)", "super(K, self)"), ("D.__MRO__", "D.__mro__"), ("object.__new__", "object.__init__"),
    ("__init__", "object.__init__"), ("[2, 1]", "[1, 2]"), ("StopAsyncIteration", "StopIteration"), ("**a", "*a"),
    ("a|aa", "aa | a"), ("x = True", "x = False"), ("f(2)", "f(1)"), ("a[1::2]", "a[::2]"), ("x.sort", "x.sort()"),
    ("'Abc'", "'abc'"), ("3 < x", "3 > x"), ("spam.cache", "cache"), ("abc", "collections.abc2"),
]  # fmt: skip


@pytest.mark.parametrize(("typed", "answer"), PYTHON_SAME)
def test_same_python(typed: str, answer: str) -> None:
    """Spaces, quotes, prompts, what commutes, and the place of a name do not matter."""
    assert same_python(typed, answer, CLASS)


@pytest.mark.parametrize(("typed", "answer"), PYTHON_OTHER)
def test_other_python(typed: str, answer: str) -> None:
    """Case, order, values and another place do."""
    assert not same_python(typed, answer, CLASS)


COMMANDS_SAME = [
    ("python3 -m pdb ./demo.py", "python -m pdb demo.py"), ("$ python3.12 -m pdb 'demo.py'", "python -m pdb demo.py"),
    ("py -m pdb demo.py", "python -m pdb demo.py"), ("python -m pdb --command=c x.py", "python -m pdb -c continue x.py"),
    ("python -mpdb x.py", "python -m pdb x.py"), ("ls -al", "ls -l -a"), ("ls --all -l", "ls -la"), ("grep foo -i file", "grep -i foo file"),
    ("grep -ri foo src/", "grep -i -r foo ./src"), ("git commit -m x -a", 'git commit -am "x"'), ("head -5 f", "head -n 5 f"),
    ("git commit --all --message=x", "git commit -am x"), ("tar xzf a.tgz", "tar -xzf a.tgz"),
    ("export A='0'", "A=0"), ('$env:A="0"', "A=0"), ("prog --x=1 -v", "prog -v --x=1"),
]  # fmt: skip
COMMANDS_OTHER = [
    ("python -i demo.py", "python -m pdb demo.py"), ("python -m pdb x.py -c c", "python -m pdb -c c x.py"),
    ("rm -rf / tmp", "rm -rf /tmp"), ("python -c 'x y'", "python -c x y"), ("git log -- oneline", "git log --oneline"), ("LS -la", "ls -la"), ("ls -l", "ls -la"),
    ("tar -f a -C b", "tar -C a -f b"), ("grep -i file foo", "grep -i foo file"), ("git commit -m x", "git commit -am x"),
    ("head -n 6 f", "head -n 5 f"), ("echo 'a", "echo a"),
]  # fmt: skip


@pytest.mark.parametrize(("typed", "answer"), COMMANDS_SAME)
def test_same_command(typed: str, answer: str) -> None:
    """Lines are split as by a shell; options have no order, and known ones two names."""
    assert same_command(typed, answer)


@pytest.mark.parametrize(("typed", "answer"), COMMANDS_OTHER)
def test_other_command(typed: str, answer: str) -> None:
    """Words, values and what an option is of do matter."""
    assert not same_command(typed, answer)


@pytest.mark.parametrize(
    ("typed", "answer", "expected"),
    [
        ("b 4, (i == 3)", "b 4, i == 3", True),
        ("break 4,3==i", "b 4, i == 3", True),
        ("b ./utils.py: 4", "b utils.py:4", True),
        ("longlist", "ll", True),
        ("b 4, if i == 3", "b 4, i == 3", False),
        ("LL", "ll", False),
        ("P n", "p n", False),
    ],
)
def test_pdb(typed: str, answer: str, expected: bool) -> None:
    """Commands of pdb have long names, and conditions in Python."""
    assert same_command(typed, answer, "Type the pdb command.") is expected


@pytest.mark.parametrize(
    ("typed", "answer", "expected"),
    [
        ("./src//a.py", "src/a.py", True),
        ("/etc/", "/etc", True),
        ("$HOME/.ssh", "~/.ssh", True),
        ("etc", "/etc", False),
        ("/ETC", "/etc", False),
        ("/", "/etc", False),
    ],
)
def test_path(typed: str, answer: str, expected: bool) -> None:
    """`./`, doubled and last slashes do not matter; case does."""
    assert same_path(typed, answer) is expected


def test_a_module_that_is_asked_for() -> None:
    """The name of a module is the whole name where the module is asked for."""
    asked = "Which module replaces `collections` here?"
    assert same_python("`collections.abc`", "collections.abc", asked)
    assert not same_python("abc", "collections.abc", asked)
