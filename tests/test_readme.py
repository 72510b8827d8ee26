"""README says what is true of the code."""

from __future__ import annotations

import re

from tests.readme import README, updated

TEXT = README.read_text("utf-8")


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
    commands = [line for line in TEXT.splitlines() if line.startswith("python3 -m venv")]
    assert len(commands) == 2
    assert commands[0].endswith("lstm-gui")
    assert commands[1].endswith("-m tests")
