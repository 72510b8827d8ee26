"""`python -m tests`: an area is found by its name, and a check that fails is not passed over."""

from __future__ import annotations

import sys

import pytest

from tests import __main__ as checks
from tests.__main__ import Check, areas, run_all, run_areas

PASSES, FAILS = (Check(name, [sys.executable, "-c", f"exit({name})"]) for name in "03")


def test_an_area_is_a_folder_and_has_its_name():
    found = areas()
    assert [folder.name for folder in found["memory"]] == ["memory"]
    assert {folder.parent.name for folder in found["runs"]} == {"core", "gui"}
    assert len(found["gui/runs"]) == 1


def test_an_area_that_is_not_there_is_said_with_those_that_are(capsys):
    assert run_areas(["memroy"]) == 2
    said = capsys.readouterr().err
    assert "no area memroy" in said and "memory" in said


@pytest.mark.parametrize("groups", [[[FAILS]], [[PASSES, FAILS]], [[PASSES], [FAILS, PASSES]]])
def test_the_first_that_fails_ends_the_run(monkeypatch, capfd, groups):
    monkeypatch.setattr(checks, "checks", lambda: iter([*groups, [Check("never", ["never"])]]))
    assert run_all() == 3
    assert "3 failed with status 3" in capfd.readouterr().err


def test_each_tells_its_time(monkeypatch, capfd):
    monkeypatch.setattr(checks, "checks", lambda: iter([[PASSES, PASSES], [PASSES]]))
    assert run_all() == 0
    said = capfd.readouterr().out
    assert said.count("-- 0: ") == 3 and "-- everything: " in said
