"""Permissions of files that bind root too, in the thread of a test."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from contextlib import contextmanager

_VERSION_3 = 0x2008_0522
_OVERRIDE = 1 << 1 | 1 << 2
"""CAP_DAC_OVERRIDE and CAP_DAC_READ_SEARCH, which let root read and write everything."""


@contextmanager
def of_anyone() -> Iterator[None]:
    """Without the capabilities by which root passes over permissions; Linux alone has them."""
    libc = ctypes.CDLL(None, use_errno=True)
    header = (ctypes.c_uint32 * 2)(_VERSION_3, 0)
    before = (ctypes.c_uint32 * 6)()
    assert libc.capget(header, before) == 0
    effective = before[0]
    before[0] = effective & ~_OVERRIDE
    assert libc.capset(header, before) == 0
    try:
        yield
    finally:
        before[0] = effective
        assert libc.capset(header, before) == 0
