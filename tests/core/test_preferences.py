"""Preferences come back; a damaged file is set aside and nothing of it is lost."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lstm_gui.core.file_reading import FileReading
from lstm_gui.core.preferences import MAX_FILE_BYTES, MAX_RECENT, Preferences, PreferencesFile


@pytest.fixture
def file(tmp_path: Path) -> PreferencesFile:
    return PreferencesFile(tmp_path / "folder" / "preferences.json")


def test_what_is_saved_comes_back(file: PreferencesFile) -> None:
    wanted = Preferences(theme="dark", language="zh_CN", recent=("歌.txt",), threads=2)
    file.save(wanted)
    assert file.load() == wanted
    assert file.set_aside is None


def test_without_a_file_there_are_defaults(file: PreferencesFile) -> None:
    assert file.load() == Preferences()
    assert file.set_aside is None and not file.path.parent.exists()


def test_what_a_newer_version_added_is_passed_over(file: PreferencesFile) -> None:
    file.path.parent.mkdir()
    file.path.write_text(json.dumps({"theme": "dark", "version": 9, "wallpaper": "cat"}))
    assert file.load().theme == "dark"
    assert file.set_aside is None


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b"17",
        b"\xff\xfe\x00",
        b'{"theme": "pink"}',
        b'{"theme": 3}',
        b'{"threads": -1}',
        b'{"threads": 1e400}',
        b'{"threads": NaN}',
        b'{"recent": "a.txt"}',
        b'{"recent": ["' + b'","'.join([b"a"] * 99) + b'"]}',
        b'{"geometry": "' + b"x" * 200_000 + b'"}',
        b"[" * 200_000,
        b" " * (MAX_FILE_BYTES + 1),
    ],
    ids=lambda content: repr(content[:24]),
)
def test_a_damaged_file_is_set_aside(file: PreferencesFile, content: bytes) -> None:
    file.path.parent.mkdir()
    file.path.write_bytes(content)
    assert file.load() == Preferences()
    assert file.set_aside is not None and file.set_aside.read_bytes() == content
    assert ".bad-" in file.set_aside.name and not file.path.exists()
    file.save(Preferences(theme="dark"))
    again = PreferencesFile(file.path)
    assert again.load().theme == "dark" and again.set_aside is None


@pytest.mark.timeout(20)
@pytest.mark.parametrize("make", [os.mkfifo, os.mkdir], ids=["pipe", "folder"])
def test_what_is_no_file_gives_defaults(file: PreferencesFile, make: object) -> None:
    file.path.parent.mkdir()
    assert callable(make)
    make(file.path)
    assert file.load() == Preferences()


def test_the_newest_file_comes_first_and_once() -> None:
    preferences = Preferences()
    for name in [*"abcdefghij", "a", "j"]:
        preferences = preferences.with_recent(name)
    assert preferences.recent[:2] == ("j", "a")
    assert len(preferences.recent) == len(set(preferences.recent)) == MAX_RECENT
    assert Preferences.model_validate_json(preferences.model_dump_json()) == preferences


@settings(
    max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(content=st.binary(max_size=200))
def test_no_content_is_an_exception(file: PreferencesFile, content: bytes) -> None:
    file.path.parent.mkdir(exist_ok=True)
    file.path.write_bytes(content)
    file.load()


def test_a_recent_file_is_read_again_as_it_was_chosen(tmp_path: Path) -> None:
    file, chosen = PreferencesFile(tmp_path / "preferences.json"), FileReading(encoding="big5")
    file.save(Preferences().with_recent("a.txt", chosen).with_recent("b.txt"))

    kept = file.load()
    assert (kept.reading_of("a.txt"), kept.reading_of("b.txt")) == (chosen, FileReading())
    assert kept.with_recent("a.txt").reading_of("a.txt") == FileReading()
    for number in range(MAX_RECENT):
        kept = kept.with_recent(f"{number}.txt")
    assert kept.readings == {}
