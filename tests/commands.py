"""Runs the program as a person would: in a process of its own, from somewhere else."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
PROGRAM = (sys.executable, "-m", "lstm_gui")
TIMEOUT_S = 240


def environment(**changes: str | None) -> dict[str, str]:
    merged = {**os.environ, "PYTHONPATH": str(ROOT), "COLUMNS": "80", **changes}
    return {name: value for name, value in merged.items() if value is not None}


def run(
    *arguments: object,
    cwd: Path | None = None,
    program: Sequence[str] = PROGRAM,
    **changes: str | None,
) -> subprocess.CompletedProcess[str]:
    """Run `lstm-gui` with these arguments and environment variables."""
    return subprocess.run(
        [*program, *map(str, arguments)],
        cwd=cwd or Path(__file__).parent,
        env=environment(**changes),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        timeout=TIMEOUT_S,
    )


def start(
    *arguments: object, program: Sequence[str] = PROGRAM, **options: Any
) -> subprocess.Popen[str]:
    """Start `lstm-gui` and leave it running."""
    return subprocess.Popen(
        [*program, *map(str, arguments)],
        stdin=subprocess.DEVNULL,
        encoding="utf-8",
        **{
            "env": environment(),
            "stdout": subprocess.PIPE,
            "stderr": subprocess.PIPE,
            **options,
        },
    )


def python(code: str) -> str:
    """Run this in a process of its own, in which a warning is an error; return what it says."""
    child = subprocess.run(
        [sys.executable, "-W", "error", "-c", code],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT), "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        timeout=100,
    )
    assert child.returncode == 0, child.stderr
    return child.stdout


def objects(output: str) -> list[dict[str, Any]]:
    """Read one JSON object a line; `NaN` and `Infinity` are not JSON."""

    def refuse(constant: str) -> None:
        raise AssertionError(f"{constant} is not JSON")

    return [json.loads(line, parse_constant=refuse) for line in output.splitlines()]


def write_song(path: Path) -> Path:
    """Write a small text of lines that come again and again."""
    chance = random.Random(1)
    words = ("想要有直升机", "飞到宇宙去", "我不能再想", "分开", "不分开", "爱你", "风吹过", "晴天")
    lines = ["".join(chance.choices(words, k=2)) for _ in range(300)]
    path.write_text("\n".join(lines), "utf-8")
    return path


SMALL = ("--hidden", 16, "--steps", 10, "--batch", 8, "--epochs", 2, "--length", 6)
