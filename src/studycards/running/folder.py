"""The folder of one run."""

from __future__ import annotations

import os
import shutil
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def own_folder() -> Iterator[Path]:
    """An empty folder, removed afterwards whatever its permissions are then."""
    folder = Path(tempfile.mkdtemp(prefix="studycards-")).resolve()
    try:
        yield folder
    finally:
        # tempfile.TemporaryDirectory of 3.11 would change the mode of what a link points to.
        folder.chmod(0o700)
        for parent, names, _ in os.walk(folder):
            for name in names:
                path = Path(parent, name)
                if not path.is_symlink():
                    path.chmod(0o700)
        shutil.rmtree(folder, ignore_errors=True)
