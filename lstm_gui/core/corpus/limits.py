"""What a file may have at most, and how its name is written in a sentence."""

from __future__ import annotations

__all__ = ["MAX_BYTES", "MAX_MEMBERS", "MAX_RATIO", "MEGABYTE", "shown"]

MEGABYTE = 1 << 20
MAX_BYTES = 64 * MEGABYTE
MAX_MEMBERS = 64
MAX_RATIO = 200
"""How many bytes a compressed byte may become: a text of real words stays far below it."""

_LONGEST_NAME = 80


def shown(name: str) -> str:
    """Make a file's name fit for a sentence: printable, on one line, not too long."""
    printable = "".join(
        character if character.isprintable() else "\N{REPLACEMENT CHARACTER}" for character in name
    )
    return printable if len(printable) <= _LONGEST_NAME else printable[: _LONGEST_NAME - 1] + "…"
