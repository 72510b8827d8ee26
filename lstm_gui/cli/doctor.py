"""`lstm-gui doctor`: what this machine has and lacks, each with the remedy, in a table."""

from __future__ import annotations

import sys
from collections.abc import Collection, Sequence

from lstm_gui.cli.checks import FOR_THE_ENGINE, FOR_THE_WINDOW, Check, examine
from lstm_gui.cli.reports import print_json
from lstm_gui.core.options import PROGRAM, Parser

__all__ = ["run"]

UNFIT = 1


def run(argv: Sequence[str]) -> int:
    """Examine the machine; return 0 only when the window would start and could train."""
    parser = Parser(
        prog=f"{PROGRAM} doctor",
        description="Tell what is missing on this machine, and how to get it. Exit status: 0 "
        "when the window would start and train, 1 when not.",
        allow_abbrev=False,
    )
    parser.add_argument("--json", action="store_true", help="print one JSON object a line")
    json = parser.parse_args(argv).json
    missing: set[str] = set()
    for check in examine():
        if check.status == "missing":
            missing.add(check.name)
        _print(check, json=json)
    if not json:
        sys.stdout.write(f"\n{verdict(missing)}\n")
    return UNFIT if missing else 0


def verdict(missing: Collection[str]) -> str:
    """Tell in one sentence what would work and what would not, by the names of what is missing."""
    if not missing:
        return "The window would start and train."
    if missing == {"display"}:
        return "The window would not start without a display; train and generate need none."
    if FOR_THE_WINDOW.issuperset(missing):
        return "The window would not start; train and generate do not need what is missing."
    if FOR_THE_ENGINE.issuperset(missing):
        return "The window would start, but could not train."
    return "The window would not start or not train until what is missing is there."


def _print(check: Check, *, json: bool) -> None:
    if json:
        print_json(check=check.name, status=check.status, found=check.found, remedy=check.remedy)
        return
    sys.stdout.write(f"{check.status:<8}{check.name:<20}{check.found}\n")
    if check.remedy:
        sys.stdout.write(f"{'':<28}-> {check.remedy}\n")
    sys.stdout.flush()
