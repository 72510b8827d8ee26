"""`lstm-gui doctor`: what this machine has and lacks, each with the remedy, in a table."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from lstm_gui.cli.checks import Check, examine
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
    fit = True
    for check in examine():
        fit = fit and check.status != "missing"
        _print(check, json=json)
    if not json:
        verdict = "The window would start." if fit else "The window would not start or not train."
        sys.stdout.write(f"\n{verdict}\n")
    return 0 if fit else UNFIT


def _print(check: Check, *, json: bool) -> None:
    if json:
        print_json(check=check.name, status=check.status, found=check.found, remedy=check.remedy)
        return
    sys.stdout.write(f"{check.status:<8}{check.name:<20}{check.found}\n")
    if check.remedy:
        sys.stdout.write(f"{'':<28}-> {check.remedy}\n")
    sys.stdout.flush()
