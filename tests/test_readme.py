"""README says what is true of the code."""

from __future__ import annotations

import re

import pytest
from PIL import Image

from tests import faults
from tests.architecture import HOUSE
from tests.faults import ROWS, faults_table
from tests.readme import CHINESE, README, commands, differences, updated
from tests.release import Result, results

ROOT = README.parent
TEXT = README.read_text("utf-8")
BUILT = TEXT.partition("## How it is built\n")[2].partition("\n## ")[0]


PAGES = [README, CHINESE]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_the_tables_are_fresh(page):
    text = page.read_text("utf-8")
    assert updated(text, page) == text, "run: python -m tests.readme"


def test_every_row_of_faults_has_a_test():
    sources = "\n".join(path.read_text("utf-8") for path in (ROOT / "tests").rglob("test_*.py"))
    assert set(re.findall(r'mark\.release\("(\w+)"\)', sources)) == set(ROWS)
    assert {result.row for result in results().values()} <= set(ROWS)


@pytest.mark.parametrize(
    ("tried", "promised", "failures", "cells"),
    [
        (12, 100, 1, "12 of 100 | 1 | 2026-01-02 | abc"),
        (5000, 5000, 0, "5,000 | 0 | 2026-01-02 | abc"),
    ],
)
def test_how_far_a_row_was_run_is_said(monkeypatch, tried, promised, failures, cells):
    one = Result("K2", tried, promised, failures, "2026-01-02", "abc")
    monkeypatch.setattr(faults, "results", lambda: {"a": one})
    assert f"| K2: a save killed at a random moment | {cells} |\n" in faults_table()
    assert "保存时在随机时刻被强行终止 | " in faults_table(chinese=True)
    assert "| not run | | | |" in faults_table().replace("  ", " ")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_file_that_is_linked_is_there(page):
    links = re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text("utf-8"))
    assert [link for link in links if link.endswith((".png", ".gif"))]
    assert [link for link in links if not (page.parent / link).is_file()] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_section_that_is_linked_is_there(page):
    text = page.read_text("utf-8")
    for place, anchor in re.findall(r"\]\(([^)#:]*)#([^)]*)\)", text):
        other = (page.parent / place).read_text("utf-8") if place else text
        heads = re.findall(r"^#+ (.+)$", other, re.MULTILINE)
        assert anchor in {head.lower().replace(" ", "-") for head in heads}, anchor


def test_the_chinese_page_is_in_step():
    assert differences(TEXT.partition("## How it is built")[0], _users_part()) == []
    pictures = re.findall(r"pictures/([\w-]+)", CHINESE.read_text("utf-8"))
    assert [name for name in pictures if not name.endswith("-zh")] == []


def _users_part() -> str:
    return CHINESE.read_text("utf-8").partition("## 内部构造")[0]


@pytest.mark.parametrize(
    ("spoilt", "found"),
    [
        ("## Gone", "sections"),
        ("```sh\nlstm-gui dance\n```", "commands"),
        ("![](pictures/window-of-nothing-light-zh.png)", "pictures"),
        ("| `--gone` | |", "names and remedies"),
        ("[elsewhere](https://example.org)", "links to other projects"),
    ],
)
def test_a_page_that_is_not_in_step_is_found(spoilt, found):
    english = TEXT.partition("## How it is built")[0]
    assert differences(english, f"{_users_part()}\n{spoilt}\n") == [found]


def test_moving_pictures_are_small_and_move():
    films = sorted((ROOT / "resources/pictures").glob("*.gif"))
    assert len(films) == 2
    for film in films:
        assert film.stat().st_size < 2_000_000
        with Image.open(film) as picture:
            assert picture.n_frames >= 10


def test_troubleshooting_speaks_of_what_doctor_says():
    table = TEXT.partition("## When something is wrong")[2].partition("\n## ")[0]
    rows = [row.split("|")[2].strip() for row in re.findall(r"^\|.*\|.*\|$", table, re.MULTILINE)]
    source = (ROOT / "lstm_gui/cli/doctor.py").read_text("utf-8")
    assert len(rows) > 8
    assert [name for name in rows[2:] if f'Check("{name}"' not in source] == []


def test_every_picture_that_is_there_is_shown():
    pages = " ".join(page.read_text("utf-8") for page in PAGES)
    shown = set(re.findall(r"pictures/([\w.-]+)", pages))
    there = {path.name for path in (ROOT / "resources/pictures").iterdir()}
    assert there - shown == set()


def test_the_two_commands_are_single_lines():
    assert commands(TEXT) == ("sh resources/start.sh", "sh resources/start.sh tests")


def test_the_gate_does_what_a_newcomer_does():
    gate = ROOT / ".ci" / "run"
    if not gate.exists():
        pytest.skip("not in a clone")
    assert commands(TEXT)[1].replace(".", r"\.") in gate.read_text("utf-8")


def test_the_script_installs_what_readme_lists():
    script = (ROOT / "resources/start.sh").read_text("utf-8")
    (listed,) = re.findall(r"^sudo apt-get install -y (.+)$", TEXT, re.MULTILINE)
    (everywhere,) = re.findall(r'^debian="(.+)"$', script, re.MULTILINE)
    assert listed == f"{everywhere} libquadmath0"


def missing_paths(text: str) -> set[str]:
    """Return the paths in backticks that are neither here nor in the package."""
    named = re.findall(r"`((?:[\w.-]+/)+(?:[\w-]+\.\w+)?)`", text)
    return {
        path for path in named if not any((ROOT / top / path).exists() for top in ("", "lstm_gui"))
    }


def missing_folders(text: str, folders: set[str]) -> set[str]:
    """Return the folders that no line of the tree in a text names."""
    tree = text.partition("```\n")[2].partition("```")[0]
    return {
        folder for folder in folders if folder.rpartition(".")[2] not in re.findall(r"\w+", tree)
    }


def test_every_path_that_is_named_is_there():
    assert missing_paths(TEXT) == set()


def test_the_tree_has_every_folder():
    assert (
        missing_folders(BUILT, {HOUSE.folder(name) for name in HOUSE.files} - {"lstm_gui.__init__"})
        == set()
    )


def test_what_is_missing_is_found():
    text = "`core/files.py`, `core/gone.py`, `gui/gone/`, `gui/memory/`\n"
    text += "```\ncore/  {runs,training}\n```\n"
    assert missing_paths(text) == {"core/gone.py", "gui/gone/"}
    folders = {"lstm_gui.core", "lstm_gui.core.runs", "lstm_gui.gui", "lstm_gui.core.train"}
    assert missing_folders(text, folders) == {"lstm_gui.gui", "lstm_gui.core.train"}
