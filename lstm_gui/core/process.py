"""Processes: which one works on something, whether it is still alive, and the log of crashes."""

from __future__ import annotations

import contextlib
import os
import platform
from datetime import datetime
from pathlib import Path
from typing import TextIO

import psutil

from lstm_gui.core.files import crash_file

__all__ = ["Owner", "is_gone", "is_here", "last_crash", "myself", "open_crash_log", "owner_of"]

Owner = dict[str, str | int]
"""The machine, the process and when that began, as it is kept with what the process works on.

`born` is in clock ticks since the machine started; 0, where an older version could not tell.
"""

_SAME_TICKS = 200
"""A start that is so near is the same: the time of the machine's own start may waver by a second,
and nothing goes through all numbers of processes in two."""


def owner_of(pid: int) -> Owner:
    """Return a process of this machine."""
    return {"host": _host(), "boot": _boot(), "pid": pid, "born": _born(psutil.Process(pid))}


def myself() -> Owner:
    """Return this process."""
    return owner_of(os.getpid())


def is_here(owner: Owner) -> bool:
    """Tell whether the process belongs to this machine, so that it can be looked up."""
    return owner.get("host") == _host()


def is_gone(owner: Owner) -> bool:
    """Tell whether a process of this machine has ended; its number may be another's by now."""
    pid, born = owner.get("pid"), owner.get("born")
    if not isinstance(pid, int) or pid <= 0 or owner.get("boot", _boot()) != _boot():
        return True
    try:
        process = psutil.Process(pid)
        if process.status() in (psutil.STATUS_ZOMBIE, psutil.STATUS_DEAD):
            return True
        return not isinstance(born, int) or (born != 0 and abs(_born(process) - born) > _SAME_TICKS)
    except psutil.NoSuchProcess:
        return True
    except psutil.AccessDenied:  # it is somebody else's, so it is there
        return False


def _host() -> str:
    # Two containers may share a name and a disk, but not their numbers of processes.
    try:
        return f"{platform.node()} {Path('/proc/self/ns/pid').readlink()}"
    except OSError:  # macOS
        return platform.node()


def _boot() -> str:
    """Tell one start of the machine from another; numbers and times begin again with each."""
    try:
        return Path("/proc/sys/kernel/random/boot_id").read_text("ascii").strip()
    except OSError:  # macOS
        return ""


def _born(process: psutil.Process) -> int:
    # Both follow the system clock; their difference does not.
    seconds: float = process.create_time() - psutil.boot_time()
    return round(seconds * os.sysconf("SC_CLK_TCK"))


MOST_BYTES = 2**18
"""A longer log begins anew; the one before it is kept beside it."""


def open_crash_log(path: Path | None = None) -> TextIO:
    """Open the crash log to write on at its end.

    Raises:
        OSError: It cannot be written.
    """
    path = path or crash_file()
    with contextlib.suppress(OSError):
        if path.stat().st_size > MOST_BYTES:
            path.replace(path.with_name(path.name + ".1"))
    return path.open("a", encoding="utf-8")


def last_crash(path: Path | None = None) -> datetime | None:
    """Tell when the last crash was written down; None if there is none on record."""
    try:
        found = (path or crash_file()).stat()
    except OSError:
        return None
    return datetime.fromtimestamp(found.st_mtime) if found.st_size else None
