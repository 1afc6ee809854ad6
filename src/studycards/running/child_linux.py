"""The child on Linux: what the kernel refuses even to code that gets around the audit hook.

Run as text under Python 3.8 or later. A guard that the kernel or a container does not allow is
left out. Numbers are from linux/landlock.h, seccomp.h, filter.h and unistd.h.
"""

from __future__ import annotations

import ctypes
import os
import sys
from stat import S_ISDIR

NEW_USER_AND_NETWORK = 0x10000000 | 0x40000000
SET_DEATH_SIGNAL, SET_SECCOMP, SET_NO_NEW_PRIVILEGES = 1, 22, 38
SIGKILL = 9
ARENAS = -8
"""Option of glibc's malloc: each arena takes 64 MiB of the address space, which is limited."""

CREATE_RULESET, ADD_RULE, RESTRICT_SELF = 444, 445, 446
READ_FILE, READ_FOLDER = 1 << 2, 1 << 3
NOT_IN_OWN = 1 << 0 | 1 << 6 | 1 << 9 | 1 << 11 | 1 << 15
"""Rights to execute, and to create devices and sockets."""
RIGHTS = {1: 0x1FFF, 2: 0x3FFF, 3: 0x7FFF, 4: 0x7FFF}
"""Rights on files, by version of Landlock's interface; 0xFFFF from 5."""
LIBRARIES = (
    *("/lib", "/lib32", "/lib64", "/usr/lib", "/usr/lib32", "/usr/lib64", "/usr/local/lib"),
    *("/nix/store", "/gnu/store", "/system", "/apex", "/etc/ld.so.cache", "/etc/localtime"),
    *("/usr/share/locale", "/dev/zero", "/dev/urandom", "/dev/random"),
)
"""Paths that the C library and extension modules read on their own."""

MACHINES = {"x86_64": (0xC000003E, 0), "aarch64": (0xC00000B7, 1)}
"""AUDIT_ARCH, and the column of the system call numbers below."""
FATAL = (
    *((59, 221), (322, 281), (57, 1 << 20), (58, 1 << 20)),  # execve, execveat, fork, vfork
    *((101, 117), (310, 270), (311, 271)),  # ptrace, process_vm_readv, process_vm_writev
    *((272, 97), (308, 268), (165, 40), (161, 51)),  # unshare, setns, mount, chroot
    *((109, 154), (112, 157)),  # setpgid, setsid
    *((321, 280), (298, 241), (323, 282), (425, 425)),  # bpf, perf, userfaultfd, io_uring_setup
    *((424, 424), (438, 438), (129, 138), (297, 240)),  # pidfd_send_signal, _getfd, sigqueueinfo
)
SOCKET, CLONE, CLONE3 = (41, 198), (56, 220), (435, 435)
OF_OWN = ((62, 129), (234, 131))
"""kill and tgkill: allowed to the process itself."""
PRLIMIT = (302, 261)
CLONE_THREAD = 0x10000
LOAD, EQUAL, AT_LEAST, ANY_BIT, RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
ALLOW, KILL, EPERM, ENOSYS = 0x7FFF0000, 0x80000000, 0x50001, 0x50026

LIBC = ctypes.CDLL(None, use_errno=True)


def confine(own: str, library: list[str]) -> list[str]:
    """Install all guards that are available.

    Args:
        own: The folder in which the card may do anything.
        library: Folders and files that it may read.

    Returns:
        Names of those in force.
    """
    if hasattr(LIBC, "mallopt"):
        LIBC.mallopt(ARENAS, 2)
    guards = []
    if LIBC.unshare(NEW_USER_AND_NETWORK) == 0:
        guards.append("namespaces")
    LIBC.prctl(SET_DEATH_SIGNAL, SIGKILL, 0, 0, 0)  # when the parent dies
    if LIBC.prctl(SET_NO_NEW_PRIVILEGES, 1, 0, 0, 0) != 0:
        return guards
    more = [sys.base_prefix + "/lib", *os.environ.get("LD_LIBRARY_PATH", "").split(":")]
    if restrict_files(own, [*library, *LIBRARIES, *more]):
        guards.append("landlock")
    if filter_calls():
        guards.append("seccomp")
    return guards


def restrict_files(own: str, readable: list[str]) -> bool:
    """Landlock: no file but these, no TCP, no signals to others, as far as its version allows."""
    version = LIBC.syscall(CREATE_RULESET, None, ctypes.c_size_t(0), 1)
    if version < 1:
        return False
    rights = RIGHTS.get(version, 0xFFFF)
    network, scopes = 3 if version >= 4 else 0, 3 if version >= 6 else 0
    attributes = (ctypes.c_uint64 * 3)(rights, network, scopes)
    ruleset = LIBC.syscall(CREATE_RULESET, attributes, ctypes.c_size_t(24), 0)
    if ruleset < 0:
        return False
    allow(ruleset, own, rights & ~NOT_IN_OWN)
    allow(ruleset, "/dev/null", READ_FILE | 1 << 1)
    for path in readable:
        allow(ruleset, path, READ_FILE | READ_FOLDER)
    done: bool = LIBC.syscall(RESTRICT_SELF, ruleset, 0) == 0
    os.close(ruleset)
    return done


def allow(ruleset: int, path: str, rights: int) -> None:
    """Allow some rights below a path, if it exists."""
    try:
        place = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        return
    if not S_ISDIR(os.fstat(place).st_mode):
        rights &= ~READ_FOLDER
    rule = rights.to_bytes(8, sys.byteorder) + place.to_bytes(4, sys.byteorder)
    LIBC.syscall(ADD_RULE, ruleset, 1, rule, 0)
    os.close(place)


def filter_calls() -> bool:
    """Seccomp: no new processes, no sockets, nothing that reaches into other processes."""
    machine, column = MACHINES.get(os.uname().machine, (0, 0))
    if not machine or sys.maxsize < 1 << 32:
        return False
    code = program(machine, column)
    filters = ctypes.create_string_buffer(code, len(code))
    # struct sock_fprog: a short, padding, a pointer.
    described = (ctypes.c_uint64 * 2)(len(code) // 8, ctypes.addressof(filters))
    done: bool = LIBC.prctl(SET_SECCOMP, 2, described, 0, 0) == 0
    return done


def program(machine: int, column: int) -> bytes:
    """The filter, in the kernel's BPF; it reads struct seccomp_data."""
    number, architecture, argument = 0, 4, 16
    parts = [step(LOAD, architecture), step(EQUAL, machine, 1, 0), step(RETURN, KILL)]
    parts += [step(LOAD, number), step(AT_LEAST, 1 << 30, 0, 1), step(RETURN, KILL)]  # x32
    verdicts = [(call[column], KILL) for call in FATAL]
    verdicts += [(SOCKET[column], EPERM), (CLONE3[column], ENOSYS)]
    for call, verdict in verdicts:
        parts += [step(EQUAL, call, 0, 1), step(RETURN, verdict)]
    checks = [(call[column], EQUAL, os.getpid(), EPERM) for call in OF_OWN]
    checks += [(PRLIMIT[column], EQUAL, 0, EPERM), (CLONE[column], ANY_BIT, CLONE_THREAD, KILL)]
    for call, test, operand, verdict in checks:
        parts += [step(EQUAL, call, 0, 4), step(LOAD, argument), step(test, operand, 0, 1)]
        parts += [step(RETURN, ALLOW), step(RETURN, verdict)]
    return b"".join([*parts, step(RETURN, ALLOW)])


def step(code: int, operand: int, if_true: int = 0, if_false: int = 0) -> bytes:
    """One instruction: struct sock_filter."""
    return code.to_bytes(2, "little") + bytes((if_true, if_false)) + operand.to_bytes(4, "little")
