"""A program killed just before its n-th system call that writes, by ptrace on Linux."""

from __future__ import annotations

import ctypes
import os
import platform
import signal
import struct
import sys

_TRACEME, _SYSCALL, _SETOPTIONS, _SYSCALL_INFO = 0, 24, 0x4200, 0x420E
_MARK_SYSCALLS, _KILL_WITH_US = 1, 0x0010_0000
_ENTRY = 1
_TRAPPED = 4
"""`CLD_TRAPPED`: the child has stopped for whoever traces it."""

_NAMES = ("write", "pwrite64", "fsync", "fdatasync", "ftruncate", "rename", "renameat", "renameat2",
          "unlink", "unlinkat", "mkdir", "mkdirat", "link", "linkat", "chmod", "fchmod", "fchmodat")  # fmt: skip
_X86_64 = (1, 18, 74, 75, 77, 82, 264, 316, 87, 263, 83, 258, 86, 265, 90, 91, 268)
_AARCH64 = (64, 68, 82, 83, 46, None, 38, 276, None, 35, None, 34, None, 37, None, 52, 53)
_NUMBERS = {"x86_64": _X86_64, "aarch64": _AARCH64}.get(platform.machine(), ())
WRITING = {number: name for number, name in zip(_NUMBERS, _NAMES, strict=False) if number}
"""Numbers and names of the system calls that change files."""

CAN_TRACE = sys.platform == "linux" and bool(WRITING)


def be_traced() -> None:
    """Stop until the parent traces this process."""
    _libc().ptrace(_TRACEME, 0, None, None)
    os.kill(os.getpid(), signal.SIGSTOP)


def kill_at(child: int, number: int) -> str | None:
    """Trace a child that asked for it, and kill it before its `number`-th writing system call.

    Args:
        child: Its process id; it is left to be waited for.
        number: Which call, from 1; calls on stdout and stderr count too.

    Returns:
        The name of the call; None if the program ended before.
    """
    libc = _libc()
    os.waitpid(child, os.WUNTRACED)
    libc.ptrace(_SETOPTIONS, child, None, _MARK_SYSCALLS | _KILL_WITH_US)
    info, seen, passed_on = ctypes.create_string_buffer(88), 0, 0
    while True:
        libc.ptrace(_SYSCALL, child, None, passed_on)
        came = os.waitid(os.P_PID, child, os.WEXITED | os.WSTOPPED | os.WNOWAIT)
        if came is None or came.si_code != _TRAPPED:
            return None
        _, status = os.waitpid(child, 0)
        passed_on = 0
        if os.WSTOPSIG(status) != signal.SIGTRAP | 0x80:
            passed_on = os.WSTOPSIG(status)
            continue
        libc.ptrace(_SYSCALL_INFO, child, len(info), ctypes.addressof(info))
        stop, call = info.raw[0], struct.unpack_from("Q", info.raw, 24)[0]
        if stop == _ENTRY and call in WRITING:
            seen += 1
            if seen == number:
                os.kill(child, signal.SIGKILL)
                return WRITING[call]


def _libc() -> ctypes.CDLL:
    libc = ctypes.CDLL(None, use_errno=True)
    libc.ptrace.argtypes = [ctypes.c_long, ctypes.c_long, ctypes.c_void_p, ctypes.c_void_p]
    return libc
