"""What is refused is refused soon, in little memory, and in a sentence that says what to do.

How long each takes is measured with a release alone: `python -m tests.release refusals`.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from pathlib import Path
from typing import Any

import pytest

from lstm_gui.core.files import resource
from tests.commands import ROOT, environment
from tests.core.corpus import bad_texts
from tests.core.model import damage
from tests.core.runs.test_moment_file import ARRAYS, DOCUMENTS
from tests.release import Cases, at_length

ALL = sum(
    map(
        len,
        (damage.FILES, damage.PLACES, DOCUMENTS, ARRAYS, bad_texts.BYTES, bad_texts.PLACES),
    )
)
END = re.compile(r"[.?!](?=\s|$)|[。？！]")


def chinese() -> dict[str, str]:
    """Return what each error is in Chinese."""
    root = ElementTree.parse(resource("i18n", "lstm_gui_zh_CN.ts")).getroot()
    (errors,) = (one for one in root.iter("context") if one.findtext("name") == "Errors")
    messages = errors.iter("message")
    return {one.findtext("source", ""): one.findtext("translation", "") for one in messages}


def refusals(folder: Path, every: int) -> list[dict[str, Any]]:  # as JSON has it
    done = subprocess.run(
        [sys.executable, "-m", "tests.core.refusals", str(folder), str(every)],
        cwd=ROOT,
        env=environment(OMP_NUM_THREADS="1"),
        capture_output=True,
        text=True,
        timeout=240,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.mark.release("F1")
def test_refusals(tmp_path: Path, cases: Cases) -> None:
    found, translated = refusals(tmp_path, at_length(6, 1)), chinese()
    for number, refusal in zip(cases(ALL // 6, ALL), found, strict=False):
        assert number < ALL and refusal["said"], refusal["name"]
        name = str(refusal["values"].get("file", "\0"))
        english = refusal["said"].replace(name, "file")
        other = translated[refusal["template"]].format(**refusal["values"])
        # What is wrong is one sentence, and what to do is another.
        assert len(END.findall(english)) == 2, english
        assert len(END.findall(other.replace(name, "file"))) == 2, other
        assert "\n" not in english and len(english) < 400
        assert refusal["megabytes"] < 50, refusal
        if at_length(0, 1):
            assert refusal["seconds"] < 1, refusal
    most = max(found, key=lambda one: one["seconds"])
    largest = max(found, key=lambda one: one["megabytes"])
    print(f"\n{len(found)} files; slowest {most['name']}, {float(str(most['seconds'])):.2f} s")
    print(f"most memory {largest['name']}, {float(str(largest['megabytes'])):.0f} MB")
