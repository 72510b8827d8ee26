"""Numbers leave the program as other programs read them: csv and json of the standard library."""

from __future__ import annotations

import csv
import io
import json
import math

import numpy as np

from lstm_gui.core.export.data_table import DataTable, grid_table
from lstm_gui.core.export.run_export import batch_table, epoch_table, runs_table
from lstm_gui.core.settings.experiment import KNOBS
from tests.core.export.runs import NASTY, exported


def read_csv(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_csv_holds_any_text_and_leaves_out_what_was_not_measured() -> None:
    words = ["a,b", 'say "so"', "two\nlines", "分开"]
    table = DataTable({"word": words, "value": np.array([1.5, math.nan, math.inf, 1e-300])})
    rows = read_csv(table.csv())
    assert [row["word"] for row in rows] == words
    assert [row["value"] for row in rows] == ["1.5", "", "inf", "1e-300"]


def test_a_spreadsheet_computes_nothing_of_what_others_wrote() -> None:
    table = DataTable({"word": ["=1+1", "@SUM(A1)", "+1", "-1", "plain"], "value": [-1.0] * 5})
    rows = read_csv(table.csv())
    assert [row["word"][0] for row in rows] == ["'", "'", "'", "'", "p"]
    assert all(row["value"] == "-1" for row in rows)


def test_json_is_json_whatever_was_measured() -> None:
    table = DataTable({"x": np.array([1.0, math.nan, math.inf])}, {"name": NASTY})
    read = json.loads(table.json(), parse_constant=lambda name: 1 / 0)
    assert read == {"name": NASTY, "columns": {"x": [1.0, None, None]}}


def test_a_map_of_cells_has_a_row_for_each_character() -> None:
    table = grid_table("分开", np.array([[0.5, -1], [2, 3]], np.float32))
    assert [row["character"] for row in read_csv(table.csv())] == ["分", "开"]
    assert [row["cell 1"] for row in read_csv(table.csv())] == ["-1", "3"]


def test_the_epochs_of_a_run_with_the_readings_of_the_part_held_out() -> None:
    rows = read_csv(epoch_table(exported()).csv())
    assert [row["epoch"] for row in rows] == ["1", "2", "3", "4", "5", "6"]
    assert [row["held_out_perplexity"] for row in rows[:3]] == ["200", "", "66.66666667"]


def test_the_batches_of_a_run() -> None:
    rows = read_csv(batch_table(exported()).csv())
    assert len(rows) == 24 and float(rows[-1]["perplexity"]) == float("16.66666667")


def test_json_of_a_run_says_what_was_set_and_changed() -> None:
    read = json.loads(epoch_table(exported()).json())
    assert read["run"] == 12 and read["name"] == NASTY
    assert read["settings"]["train.learning_rate"] == 100
    assert read["changes"] == [{"epochs": 2.5, "by": "user", "what": ["Learning rate 100 → 3.5"]}]
    assert [sample["epoch"] for sample in read["samples"]] == [2, 4]


def test_the_table_of_runs_has_every_setting() -> None:
    rows = read_csv(runs_table([exported().run, exported().run]).csv())
    assert len(rows) == 2 and set(KNOBS) <= set(rows[0])
    assert rows[0]["train.learning_rate"] == "3.5" and rows[0]["best"] == "16.66666667"
    assert read_csv(runs_table([]).csv()) == []
