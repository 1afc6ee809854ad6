"""What differs on Windows, loaded here as it would be loaded there."""

from __future__ import annotations

import importlib.util
import ntpath
import subprocess
import sys
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

from studycards.running import child_paths, platform


def loaded_anew(module: ModuleType) -> Any:
    """A second copy of a module."""
    assert module.__file__
    spec = importlib.util.spec_from_file_location("as_on_windows", module.__file__)
    assert spec
    assert spec.loader
    copy = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(copy)
    return copy


@pytest.fixture
def windows(monkeypatch: pytest.MonkeyPatch) -> Any:
    """`running.platform` on Windows."""
    monkeypatch.setattr(sys, "platform", "win32")
    for bit, name in enumerate(("CREATE_NEW_PROCESS_GROUP", "CREATE_NO_WINDOW")):
        monkeypatch.setattr(subprocess, name, 1 << bit, raising=False)
    return loaded_anew(platform)


@pytest.fixture
def paths(monkeypatch: pytest.MonkeyPatch) -> Any:
    """`running.child_paths` on Windows."""
    system = SimpleNamespace(name="nt", sep="\\", path=ntpath, getcwd=Path.cwd)
    with monkeypatch.context() as patched:
        patched.setitem(sys.modules, "os", system)
        return loaded_anew(child_paths)


def test_environment(windows: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A child has what an interpreter needs there and its own folder, and nothing of the user."""
    monkeypatch.setenv("SYSTEMROOT", r"C:\Windows")
    monkeypatch.setenv("APPDATA", r"C:\Users\me\AppData")
    variables = windows.child_environment(tmp_path)
    assert variables["SYSTEMROOT"] == r"C:\Windows"
    assert [variables[name] for name in ("USERPROFILE", "TEMP", "TMP")] == [str(tmp_path)] * 3
    assert {"APPDATA", "HOME", "PATH", "LD_LIBRARY_PATH"}.isdisjoint(variables)


def test_start(windows: Any) -> None:
    """A child has a process group of its own and opens no window."""
    assert windows.start_options() == {"creationflags": 3}


def test_end(windows: Any) -> None:
    """A child is ended itself; one that has ended is no error."""
    process = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    with process:
        windows.kill(process)
        assert process.wait(60) != 0
        windows.kill(process)


@pytest.mark.parametrize(
    ("exit_code", "crashed"), [(0, False), (1, False), (0xC0000005, True), (0xC0000000, True)]
)
def test_crash(windows: Any, exit_code: int, crashed: bool) -> None:
    """Exit codes of severity "error" are crashes; no signal ends a process."""
    assert windows.is_crash(exit_code) is crashed
    assert windows.signal_name(exit_code) == ""


@pytest.mark.parametrize(
    ("path", "place"),
    [
        (r"C:\Users\Me\a.txt", r"c:\users\me\a.txt"),
        (r"C:/Users/me/x/../a.txt", r"c:\users\me\a.txt"),
        (r"D:\data", r"d:\data"),
    ],
)
def test_place(paths: Any, path: str, place: str) -> None:
    """Paths that lead to one place are equal, whatever their case and slashes."""
    assert paths.resolve(path) == place
    assert paths.parent_resolved(path) == place


@pytest.mark.parametrize(
    ("path", "upwards"),
    [(r"..\a", True), ("../a", True), (r"a\..\..\b", True), (r"a\b", False), ("a..b", False)],
)
def test_upwards(paths: Any, path: str, upwards: bool) -> None:
    """A relative path that leads upwards is seen with either slash."""
    assert paths.has_parent_step(path) is upwards
