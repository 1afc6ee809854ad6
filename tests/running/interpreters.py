"""Real interpreters that differ from the one in use by what they do when they start."""

from __future__ import annotations

import sys
from pathlib import Path


def interpreter(folder: Path, at_start: str) -> Path:
    """A virtual environment whose interpreter runs some code when it starts."""
    python = folder / "bin" / "python"
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    site = folder / "lib" / version / "site-packages"
    python.parent.mkdir(parents=True)
    site.mkdir(parents=True)
    base = Path(sys.base_prefix) / "bin" / version
    python.symlink_to(base)
    (folder / "pyvenv.cfg").write_text(f"home = {base.parent}\n", encoding="utf-8")
    (site / "sitecustomize.py").write_text(at_start, encoding="utf-8")
    return python


HOOK_ALONE = "import sys; sys.modules['_ctypes'] = None"
"""Without ctypes no guard of the kernel is set, as on macOS and Windows."""

KERNEL_ALONE = """\
import ctypes, sys
libc = ctypes.CDLL(None)
call, place = libc.syscall, libc.__errno_location
call.restype, place.restype = ctypes.c_long, ctypes.POINTER(ctypes.c_int)
def kernel(number, *args):
    return call(ctypes.c_long(number), *args)
def refusal(number, *args):
    return place().contents.value if kernel(number, *args) < 0 else 0
sys.kernel, sys.refusal = kernel, refusal
"""
"""Code can make system calls, of which the audit hook hears nothing.

`sys.refusal(number, *arguments)` makes one and gives the number of the error, 0 if there is none.
"""
