"""README says what is true of the code."""

from __future__ import annotations

import re

from tests.architecture import HOUSE
from tests.readme import README, commands, updated

ROOT = README.parent
TEXT = README.read_text("utf-8")
BUILT = TEXT.partition("## How it is built\n")[2].partition("\n## ")[0]


def test_the_table_of_settings_is_fresh():
    assert updated(TEXT) == TEXT, "run: python -m tests.readme"


def test_every_picture_is_there():
    pictures = re.findall(r"!\[[^\]]*\]\(([^)]+)\)", TEXT)
    assert pictures
    assert [path for path in pictures if not (README.parent / path).is_file()] == []


def test_every_picture_that_is_there_is_shown():
    shown = set(re.findall(r"resources/pictures/[\w.-]+", TEXT))
    there = {
        f"resources/pictures/{path.name}"
        for path in (README.parent / "resources/pictures").iterdir()
    }
    assert there - shown == set()


def test_the_two_commands_are_single_lines():
    assert commands(TEXT) == ("sh resources/start.sh", "sh resources/start.sh tests")


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
