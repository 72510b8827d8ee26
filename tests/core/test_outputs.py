"""A place that cannot be written is refused in one sentence, and so is what would be lost."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from lstm_gui.core.errors import OutputError
from lstm_gui.core.outputs import require_place


def refused(path: Path, *in_use: Path) -> str:
    with pytest.raises(OutputError) as caught:
        require_place(path, in_use)
    sentence = str(caught.value)
    assert "\n" not in sentence and len(sentence) < 250
    return sentence


@pytest.fixture
def text(tmp_path: Path) -> Path:
    path = tmp_path / "songs.txt"
    path.write_text("la la la")
    return path


@pytest.mark.parametrize("way", ["itself", "dots", "symlink", "hard link", "link to folder"])
def test_what_is_read_is_not_written_over(text: Path, way: str) -> None:
    match way:
        case "itself":
            other = text
        case "dots":
            other = text.parent / "." / ".." / text.parent.name / text.name
        case "symlink":
            other = text.with_name("link")
            other.symlink_to(text)
        case "hard link":
            other = text.with_name("second")
            other.hardlink_to(text)
        case _:
            folder = text.with_name("folder")
            folder.symlink_to(text.parent)
            other = folder / text.name
    assert "is in use here, and would be lost" in refused(other, text)
    assert "is in use here, and would be lost" in refused(text, other)
    assert text.read_text() == "la la la"
    require_place(text.with_name("other"), (text,))


def test_where_the_program_prints_is_no_place(tmp_path: Path) -> None:
    path = tmp_path / "log"
    before = os.dup(1)
    try:
        with path.open("w") as file:
            sys.stdout.flush()
            os.dup2(file.fileno(), 1)
        assert "is in use here" in refused(path)
        assert "is in use here" in refused(Path("/dev/stdout"))
    finally:
        os.dup2(before, 1)
        os.close(before)


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("歌" * 90, "File name too long"),
        ("n" * 300, "File name too long"),
        ("a\0b", "Invalid argument"),
        ("", "Is a directory"),
        ("missing/a", "No such file or directory"),
        ("/dev/full", "it is a device or a pipe, not a file"),
        ("/dev/null", "it is a device or a pipe, not a file"),
    ],
)
def test_the_reason_is_said(tmp_path: Path, name: str, why: str) -> None:
    assert f"cannot be written ({why})" in refused(tmp_path / name)
