"""Preferences come back; a damaged file is set aside and nothing of it is lost."""

from __future__ import annotations

import json
import os
import random
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lstm_gui.core.file_reading import FileReading
from lstm_gui.core.preferences import MAX_FILE_BYTES, MAX_RECENT, Preferences, PreferencesFile
from lstm_gui.core.process import myself, owner_of
from tests.release import Cases


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


@pytest.mark.release("M3")
def test_mutated_preferences_give_defaults_or_themselves(
    file: PreferencesFile, cases: Cases
) -> None:
    rng = random.Random(9)
    whole = Preferences(theme="dark", threads=2, opened=("/a", "/b")).with_layout("Zw==", "bA==")
    good = json.loads(whole.model_dump_json())
    odd = (None, True, -1, 10**400, 1e308, float("nan"), "", "x" * 5000, [], [[]], {}, {"a": 1})
    file.path.parent.mkdir()
    for number in cases(100, 3000):
        if number % 2:
            values = {**good, rng.choice(list(good)): rng.choice(odd)}
            content = json.dumps(values).encode()
        else:
            content = bytearray(json.dumps(good).encode())
            for _ in range(rng.choice((1, 1, 5))):
                content[rng.randrange(len(content))] = rng.choice(b'\0\xff"{}[],:09 ')
        file.path.write_bytes(content)
        each = PreferencesFile(file.path)
        found = each.load()
        assert Preferences.model_validate_json(found.model_dump_json()) == found
        if each.set_aside is not None:  # what a person had is never lost
            assert each.set_aside.read_bytes() == content
            each.set_aside.unlink()


class TestTwoWindows:
    """Two programs that have the same file, each of which has read it before the other wrote."""

    def two(self, file: PreferencesFile) -> tuple[PreferencesFile, PreferencesFile]:
        file.save(Preferences(recent=("/a", "/b"), theme="light"))
        one, other = PreferencesFile(file.path), PreferencesFile(file.path)
        for each in (one, other):
            each.load()
        return one, other

    def test_each_keeps_what_the_other_has_changed(self, file: PreferencesFile) -> None:
        one, other = self.two(file)
        start = file.load()
        one.save(start.model_copy(update={"theme": "dark"}))
        other.save(start.model_copy(update={"smoothing": 7}))
        one.save(start.model_copy(update={"theme": "dark", "sticks": False}))
        kept = file.load()
        assert (kept.theme, kept.smoothing, kept.sticks) == ("dark", 7, False)

    def test_the_recent_files_of_both_are_kept(self, file: PreferencesFile) -> None:
        one, other = self.two(file)
        mine = theirs = file.load()
        for number in range(2):
            mine, theirs = mine.with_recent(f"/mine{number}"), theirs.with_recent(f"/their{number}")
            one.save(mine)
            other.save(theirs)
        assert file.load().recent == ("/their1", "/mine1", "/their0", "/mine0", "/a", "/b")
        other.save(theirs.with_recent("/b"))
        assert file.load().recent[:2] == ("/b", "/their1") and len(file.load().recent) == 6

    def test_how_each_has_read_its_files_is_kept(self, file: PreferencesFile) -> None:
        one, other = self.two(file)
        mine, theirs = one.load(), other.load()
        big5, koi8 = FileReading(encoding="big5"), FileReading(encoding="koi8-r")
        one.save(mine.with_recent("/mine", big5).with_recent("/a", big5))
        other.save(theirs.with_recent("/theirs", koi8).with_recent("/a"))
        kept = file.load()
        assert kept.readings == {"/mine": big5, "/theirs": koi8}

    def test_what_is_cleared_stays_away(self, file: PreferencesFile) -> None:
        one, other = self.two(file)
        other.save(file.load().with_recent("/new"))
        one.save(Preferences(recent=(), theme="light"))
        assert file.load().recent == ("/new",)

    def test_the_layout_of_one_window_is_kept_whole(self, file: PreferencesFile) -> None:
        file.save(Preferences().with_layout("Zw==", "bA=="))
        one, other = PreferencesFile(file.path), PreferencesFile(file.path)
        mine, theirs = one.load(), other.load()
        one.save(mine.with_layout("Zzw=", "bA=="))
        other.save(theirs.with_layout("Zw==", "bGw="))
        kept = file.load()
        assert kept.is_sealed and (kept.geometry, kept.layout) == ("Zw==", "bGw=")

    def test_no_more_are_kept_than_are_shown(self, file: PreferencesFile) -> None:
        one, other = self.two(file)
        for each, name in ((one, "one"), (other, "other")):
            mine = each.load()
            for number in range(MAX_RECENT):
                mine = mine.with_recent(f"/{name}{number}")
                each.save(mine)
        assert len(file.load().recent) == MAX_RECENT
        assert file.load().recent[0] == f"/other{MAX_RECENT - 1}"

    def test_a_file_that_has_become_of_no_use_is_written_anew(self, file: PreferencesFile) -> None:
        one, _ = self.two(file)
        for content, theme in ((b"\xff", "dark"), (b"[]", "system"), (b"{}", "light")):
            file.path.write_bytes(content)
            one.save(Preferences(theme=theme))
            assert file.load().theme == theme


SEALED = Preferences(theme="dark", sticks=False).with_layout("Zw==", "bA==")


def test_a_sealed_layout_comes_back(file: PreferencesFile) -> None:
    file.save(SEALED)
    file.begin_restoring(file.load())
    file.end_restoring()
    assert PreferencesFile(file.path).load() == SEALED
    assert [path.name for path in file.path.parent.iterdir()] == [file.path.name]


@pytest.mark.parametrize("field", ["geometry", "layout", "seal"])
def test_a_layout_that_does_not_fit_its_seal_is_dropped_and_all_else_kept(
    file: PreferencesFile, field: str
) -> None:
    file.save(SEALED.model_copy(update={field: "eA=="}))
    assert file.load() == SEALED.with_layout("", "")
    assert file.layout_dropped
    assert file.set_aside is not None and "eA==" in file.set_aside.read_text()
    again = PreferencesFile(file.path)
    assert again.load() == SEALED.with_layout("", "") and not again.layout_dropped


def test_a_layout_from_before_seals_is_dropped_without_a_word(file: PreferencesFile) -> None:
    file.save(Preferences(theme="dark", geometry="Zw==", layout="bA=="))
    assert file.load() == Preferences(theme="dark")
    assert not file.layout_dropped and file.set_aside is None


@pytest.mark.parametrize("mark", ["ended", "", "[1, 2]", '{"pid": 1}'])
def test_a_layout_that_a_start_did_not_survive_is_dropped(file: PreferencesFile, mark: str) -> None:
    file.save(SEALED)
    place = file.path.with_name("preferences.json.restoring")
    place.write_text(json.dumps({**myself(), "pid": 2**22 + 1}) if mark == "ended" else mark)
    assert file.load() == SEALED.with_layout("", "")
    assert file.layout_dropped and not place.exists()
    assert file.set_aside is not None and PreferencesFile(file.set_aside).load() == SEALED
    again = PreferencesFile(file.path)
    assert again.load() == SEALED.with_layout("", "") and not again.layout_dropped


def test_a_window_that_starts_meanwhile_is_no_sign_of_a_crash(file: PreferencesFile) -> None:
    file.save(SEALED)
    file.begin_restoring(SEALED)
    place = file.path.with_name("preferences.json.restoring")
    assert json.loads(place.read_text()) == myself()
    another = PreferencesFile(file.path)
    assert another.load() == SEALED and not another.layout_dropped
    place.write_text(json.dumps(owner_of(os.getppid())))
    another.begin_restoring(SEALED)
    assert json.loads(place.read_text()) == owner_of(os.getppid())


def test_without_a_layout_there_is_no_mark(file: PreferencesFile) -> None:
    file.save(Preferences())
    file.begin_restoring(file.load())
    assert [path.name for path in file.path.parent.iterdir()] == [file.path.name]


def test_a_recent_file_is_read_again_as_it_was_chosen(tmp_path: Path) -> None:
    file, chosen = PreferencesFile(tmp_path / "preferences.json"), FileReading(encoding="big5")
    file.save(Preferences().with_recent("a.txt", chosen).with_recent("b.txt"))

    kept = file.load()
    assert (kept.reading_of("a.txt"), kept.reading_of("b.txt")) == (chosen, FileReading())
    assert kept.with_recent("a.txt").reading_of("a.txt") == FileReading()
    for number in range(MAX_RECENT):
        kept = kept.with_recent(f"{number}.txt")
    assert kept.readings == {}
