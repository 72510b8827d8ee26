"""Bring the translations up to date: `python tests/translations.py`, with a code for a new one.

`update` collects every message of the sources into a .ts file, where a new one stands as
unfinished until someone translates it; `release` makes the .qm file that the window loads.
Both belong in the same commit as the source text that changed.
"""

from __future__ import annotations

import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "lstm_gui"
STEM = "lstm_gui_"
TS = ROOT / "resources" / "i18n" / f"{STEM}zh_CN.ts"
QM = TS.with_suffix(".qm")


@dataclass(frozen=True)
class Message:
    """One text of the window and its translation; `state` is empty when it is done."""

    context: str
    source: str
    translation: str
    state: str

    @property
    def key(self) -> tuple[str, str]:
        return self.context, self.source


def sources() -> list[Path]:
    """List the sources that may hold messages, always in the same order."""
    return sorted(PACKAGE.rglob("*.py"))


def update(ts: Path = TS) -> None:
    """Collect the messages of the sources into `ts`; it keeps the translations it has."""
    # No line numbers: the file changes only when a text does.
    options = ["-no-obsolete", "-sort-messages", "-locations", "none"]
    language = ts.stem.removeprefix(STEM)
    languages = ["-source-language", "en", "-target-language", language]
    names = [path.relative_to(ROOT).as_posix() for path in sources()]
    _run("lupdate", *options, *languages, *names, "-ts", str(ts))


def release(ts: Path = TS, qm: Path | None = None) -> None:
    """Make the file that the window loads; what is unfinished stays English."""
    _run("lrelease", str(ts), "-qm", str(qm or ts.with_suffix(".qm")))


def messages(ts: Path = TS) -> list[Message]:
    """Read the messages of a .ts file."""
    return [
        Message(
            context.findtext("name", ""),
            message.findtext("source", ""),
            _written(message),
            message.find("translation").get("type", ""),  # type: ignore[union-attr]
        )
        for context in ElementTree.parse(ts).getroot().iter("context")
        for message in context.iter("message")
    ]


def _written(message: ElementTree.Element) -> str:
    """Return a translation; of one that depends on a number, all its forms."""
    forms = [form.text or "" for form in message.iter("numerusform")]
    return " ".join(forms) or message.findtext("translation", "")


def _run(tool: str, *arguments: str) -> None:
    # The entry point of pyside6-lupdate and pyside6-lrelease, wherever they are installed.
    call = f"from PySide6.scripts.pyside_tool import {tool}; {tool}()"
    command = [sys.executable, "-c", call, *arguments]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{tool} failed: {done.stdout}{done.stderr}")


def main(new: list[str]) -> int:
    """Update and release; tell what still needs a translation."""
    files = {*TS.parent.glob(f"{STEM}*.ts"), *(TS.with_name(f"{STEM}{code}.ts") for code in new)}
    unfinished = 0
    for ts in sorted(files):
        update(ts)
        release(ts)
        found = messages(ts)
        waiting = [message for message in found if message.state]
        for message in waiting:
            print(f"to translate: {message.context}: {message.source}")
        print(f"{len(found)} messages, {len(waiting)} to translate in {ts.relative_to(ROOT)}")
        unfinished += len(waiting)
    return 1 if unfinished else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
