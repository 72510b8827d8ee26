"""What a release's run counts, and what it keeps of it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests import release
from tests.release import CASES, Cases, Recorder, at_length, results


def test_with_every_change_a_handful_of_cases_is_tried(cases: Cases) -> None:
    assert list(cases(3, 1000)) == [0, 1, 2]
    assert cases.all(2, 20) == 2 and at_length(3, 4) == 3
    assert (cases.tried, cases.promised) == (5, 1020)


def test_a_case_that_fails_has_been_tried(cases: Cases) -> None:
    with pytest.raises(ZeroDivisionError):
        for number in cases(9, 9):
            1 // (2 - number)
    assert cases.tried == 3


def test_at_a_release_a_test_goes_on_until_its_time_is_over(
    cases: Cases, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LSTM_GUI_RELEASE", "1")
    assert len(list(cases(3, 1000))) == 1000
    monkeypatch.setenv("LSTM_GUI_RELEASE_MINUTES", "0")
    assert len(list(cases(3, 1000))) == 1 and cases.promised == 2000


class Item:
    """As much of a test as is asked of it."""

    def __init__(self, name: str, cases: Cases | None = None) -> None:
        self.nodeid, self.stash = name, pytest.Stash()
        if cases is not None:
            self.stash[CASES] = cases


def test_what_came_of_each_test_is_kept_beside_the_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(release, "RESULTS", tmp_path / "results.json")
    old = {"row": "M1", "tried": 1, "promised": 9, "failures": 0, "date": "d", "commit": "c"}
    (tmp_path / "results.json").write_text(json.dumps({"z": old, "b": old}))
    cases, recorder = Cases(), Recorder()
    cases.tried, cases.promised = 5, 100
    items = [Item("a[1]"), Item("a[2]"), Item("a[3]"), Item("b", cases)]
    recorder.pytest_collection_modifyitems(items)
    recorder.note(items[0], "K1", failed=False)
    recorder.note(items[1], "K1", failed=True)
    recorder.note(items[1], "K1", failed=True)  # and where it is taken down
    recorder.note(items[3], "K2", failed=False)
    found = {
        name: (one.row, one.tried, one.promised, one.failures) for name, one in results().items()
    }
    assert found == {"a": ("K1", 2, 3, 1), "b": ("K2", 5, 100, 0), "z": ("M1", 1, 9, 0)}
