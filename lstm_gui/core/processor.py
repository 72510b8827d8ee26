"""What Linux says of the processor."""

from __future__ import annotations

import re
from contextlib import suppress
from pathlib import Path

__all__ = ["CPU_INFO", "processor_says"]

CPU_INFO = Path("/proc/cpuinfo")


def processor_says(field: str) -> str:
    """Return a field of the first processor, such as `flags`; empty where nobody says it."""
    with suppress(OSError):
        found = re.search(rf"^{field}\s*:\s*(.*)$", CPU_INFO.read_text(), re.MULTILINE)
        return found[1].strip() if found else ""
    return ""
