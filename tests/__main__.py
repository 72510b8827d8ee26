"""All checks: `python -m tests`; one area of the tests: `python -m tests memory`, or several.

The first check that fails ends the run. Most tests run beside each other, with one
thread each; those marked `alone` measure time or compute with all cores, and run one by
one afterwards. The window is tested where people see it: on a virtual screen with the xcb plugin.
Without Xvfb, and when one area is run, it is tested offscreen, where focus, clipboard and what is
drawn differ a little.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

TESTS = Path(__file__).resolve().parent
ROOT = TESTS.parent
BIN = Path(sys.executable).parent

PYTEST = (sys.executable, "-m", "pytest", "-q")
WORKERS = (os.cpu_count() or 1) + 1
"""One more than there are cores: windows wait for events now and then, and processes for a disk."""

BESIDE = ("-n", str(WORKERS), "--dist", "worksteal")
OFFSCREEN = {"QT_QPA_PLATFORM": "offscreen"}
ONE_THREAD = {"OMP_NUM_THREADS": "1"}


@dataclass(frozen=True)
class Check:
    """A command and the environment variables it needs."""

    name: str
    command: Sequence[str | Path]
    environment: Mapping[str, str] = field(default_factory=dict)

    def run(self, *, quiet: bool = False) -> int:
        """Return the exit status; if quiet, print what it says at its end only."""
        if not quiet:
            print(f"== {self.name}", flush=True)
        began = time.monotonic()
        done = subprocess.run(
            self.command,
            cwd=ROOT,
            env={**os.environ, **self.environment},
            stdout=subprocess.PIPE if quiet else None,
            stderr=subprocess.STDOUT if quiet else None,
            text=True,
        )
        said = f"== {self.name}\n{done.stdout}" if quiet else ""
        print(f"{said}-- {self.name}: {time.monotonic() - began:.0f} s", flush=True)
        return done.returncode


def checks() -> Iterator[list[Check]]:
    """List what is checked, in order; those of one list run at the same time."""
    yield [
        Check("format", [BIN / "ruff", "format", "--check", "."]),
        Check("lint", [BIN / "ruff", "check", "."]),
        Check("types", [BIN / "mypy"]),
        Check("imports", [BIN / "lint-imports"]),
    ]
    together = [*PYTEST, *BESIDE, "-m", "not alone"]
    if shutil.which("Xvfb") is not None:
        # Each process starts a screen of its own: focus and clipboard are one a screen.
        screen = {"QT_QPA_PLATFORM": "xcb", "OWN_SCREEN": "1600x1000x24"}
        yield [Check("tests", together, {**screen, **ONE_THREAD})]
    elif os.environ.get("CI"):
        yield [Check("Xvfb is missing", ["false"])]
    else:
        print("Xvfb is not installed: the window is tested offscreen", flush=True)
        yield [Check("tests", together, {**OFFSCREEN, **ONE_THREAD})]
    yield [Check("tests that run alone", [*PYTEST, "-m", "alone"], OFFSCREEN)]


def run_all() -> int:
    """Run all checks; return the status of the first that fails."""
    began = time.monotonic()
    for group in checks():
        with ThreadPoolExecutor() as pool:
            quiet = len(group) > 1
            statuses = list(pool.map(lambda check: check.run(quiet=quiet), group))  # noqa: B023
        for check, status in zip(group, statuses, strict=True):
            if status:
                print(f"{check.name} failed with status {status}", file=sys.stderr)
                return status
    print(f"-- everything: {time.monotonic() - began:.0f} s", flush=True)
    return 0


def areas() -> dict[str, list[Path]]:
    """Return the folders of tests by name, such as `memory`, `gui/runs` or `runs` (two folders)."""
    found: dict[str, list[Path]] = {}
    for package in sorted(TESTS.rglob("__init__.py")):
        parts = package.parent.relative_to(TESTS).parts
        for name in {"/".join(parts), parts[-1]} if parts else ():
            found.setdefault(name, []).append(package.parent)
    return found


def run_areas(names: Sequence[str]) -> int:
    """Run the tests of these folders, offscreen and one by one."""
    known = areas()
    for name in names:
        if name not in known:
            print(f"no area {name}; there are: {', '.join(sorted(known))}", file=sys.stderr)
            return 2
    folders = [str(folder) for name in names for folder in known[name]]
    return Check(", ".join(names), [*PYTEST, *folders], OFFSCREEN).run()


if __name__ == "__main__":
    sys.exit(run_areas(sys.argv[1:]) if sys.argv[1:] else run_all())
