"""Files that are written whole or not at all."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from studycards.errors import CannotWriteError
from studycards.files import replace_text


def test_what_was_left_is_swept(tmp_path: Path) -> None:
    """What a killed program left beside a file goes with the next write, once it is an hour old."""
    path = tmp_path / "a.yaml"
    old, young, other = (tmp_path / name for name in (".a.yaml.abcd1234", ".a.yaml.efgh5678", ".b"))
    for file in (old, young, other):
        file.write_text("half")
    hours_ago = time.time() - 7_200
    for file in (old, other):
        os.utime(file, (hours_ago, hours_ago))
    replace_text(path, None, "whole")
    assert path.read_text() == "whole"
    assert [file.exists() for file in (old, young, other)] == [False, True, True]


@pytest.fixture
def full_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 128 KiB, where one can be made."""
    folder = tmp_path / "disk"
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=128k", "tmpfs", str(folder)]
    if sys.platform != "linux" or shutil.which("mount") is None:
        pytest.skip("there is no tmpfs here")
    if subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("only root can mount")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def test_full_disk(full_disk: Path) -> None:
    """A write that does not fit leaves the file as it was, and nothing beside it."""
    path = full_disk / "a.yaml"
    replace_text(path, None, "before")
    with pytest.raises(CannotWriteError, match="No space left") as caught:
        replace_text(path, b"before", "x" * 200_000)
    assert caught.value.hint == "Free some space, then try again."
    assert path.read_text() == "before"
    assert list(full_disk.iterdir()) == [path]
