"""All checks, in order: `python -m tests`. The first that fails ends the run.

The window's tests run twice: offscreen, and on a virtual screen with the xcb plugin where
xvfb-run is installed, because the two platforms differ in what they draw.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BIN = Path(sys.executable).parent


def main() -> int:
    for name, command, environment in checks():
        print(f"== {name}", flush=True)
        status = subprocess.run(command, cwd=ROOT, env={**os.environ, **environment}).returncode
        if status:
            print(f"{name} failed with status {status}", file=sys.stderr)
            return status
    return 0


def checks():
    pytest = [sys.executable, "-m", "pytest", "-q"]
    yield "format", [BIN / "ruff", "format", "--check", "."], {}
    yield "lint", [BIN / "ruff", "check", "."], {}
    yield "types", [BIN / "mypy"], {}
    yield "imports", [BIN / "lint-imports"], {}
    yield "tests, offscreen", pytest, {"QT_QPA_PLATFORM": "offscreen"}
    if shutil.which("xvfb-run") is None:
        if os.environ.get("CI"):
            yield "xvfb-run is missing", ["false"], {}
        print("xvfb-run is not installed: the window's tests on a screen are left out", flush=True)
        return
    screen = ["xvfb-run", "-a", "-s", "-screen 0 1600x1000x24"]
    yield "window tests on a screen", [*screen, *pytest, "tests/gui"], {"QT_QPA_PLATFORM": "xcb"}


if __name__ == "__main__":
    sys.exit(main())
