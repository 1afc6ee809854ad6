"""A program killed just before its n-th system call that writes, by ptrace on Linux."""

from __future__ import annotations

import ctypes
import os
import platform
import signal
import struct
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

_TRACEME, _SYSCALL, _SETOPTIONS, _SYSCALL_INFO = 0, 24, 0x4200, 0x420E
_MARK_SYSCALLS, _KILL_WITH_US = 1, 0x0010_0000
_ENTRY = 1

_NAMES = ("write", "pwrite64", "fsync", "fdatasync", "ftruncate", "rename", "renameat", "renameat2",
          "unlink", "unlinkat", "mkdir", "mkdirat", "link", "linkat", "chmod", "fchmod", "fchmodat")  # fmt: skip
_X86_64 = (1, 18, 74, 75, 77, 82, 264, 316, 87, 263, 83, 258, 86, 265, 90, 91, 268)
_AARCH64 = (64, 68, 82, 83, 46, None, 38, 276, None, 35, None, 34, None, 37, None, 52, 53)
_NUMBERS = {"x86_64": _X86_64, "aarch64": _AARCH64}.get(platform.machine(), ())
WRITING = {number: name for number, name in zip(_NUMBERS, _NAMES, strict=False) if number}
"""Numbers and names of the system calls that change files."""

CAN_TRACE = sys.platform == "linux" and bool(WRITING)


def killed_at(
    command: Sequence[str], environment: Mapping[str, str], number: int, output: Path
) -> str | None:
    """Run a program and kill it before its `number`-th writing system call, from 1.

    Args:
        command: The program, as a path, and its arguments.
        environment: Its variables.
        number: Which call; calls on stdout and stderr count too.
        output: The file that takes both.

    Returns:
        The name of the call; None if the program ended before.
    """
    libc = ctypes.CDLL(None, use_errno=True)
    libc.ptrace.argtypes = [ctypes.c_long, ctypes.c_long, ctypes.c_void_p, ctypes.c_void_p]
    child = os.fork()
    if child == 0:
        target = os.open(output, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        os.dup2(target, 1)
        os.dup2(target, 2)
        libc.ptrace(_TRACEME, 0, None, None)
        os.execve(command[0], list(command), dict(environment))
    os.waitpid(child, 0)
    libc.ptrace(_SETOPTIONS, child, None, _MARK_SYSCALLS | _KILL_WITH_US)
    info, seen, passed_on = ctypes.create_string_buffer(88), 0, 0
    while True:
        libc.ptrace(_SYSCALL, child, None, passed_on)
        _, status = os.waitpid(child, 0)
        if os.WIFEXITED(status) or os.WIFSIGNALED(status):
            return None
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
                os.waitpid(child, 0)
                return WRITING[call]
