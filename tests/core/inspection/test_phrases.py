"""Phrases and their like: by hand, and against brute force on random data."""

from __future__ import annotations

import numpy as np
import pytest

from lstm_gui.core.arrays import Floats
from lstm_gui.core.inspection.phrases import cells_of_phrase, matches


def test_cells_of_a_phrase_by_hand() -> None:
    values = np.array(
        [  # on in the phrase only; on everywhere; negative; changes sign; also once outside
            [0.0, 1.0, 0.1, 0.0, 0.0],
            [0.9, 1.0, -0.8, 0.9, 0.9],
            [0.8, 1.0, -0.9, -0.9, 0.9],
            [0.1, 1.0, 0.9, 0.0, 0.9],
            [0.0, 1.0, 0.9, 0.0, 0.0],
        ],
        np.float32,
    )
    found = cells_of_phrase(values, 1, 3, 0.5)
    assert found.cells.tolist() == [0, 2, 4] and found.signs.tolist() == [1, -1, 1]
    np.testing.assert_allclose(found.outside, [0, 0, 1 / 3], rtol=1e-6)
    np.testing.assert_allclose(found.inside, [0.85, 0.85, 0.9], rtol=1e-6)
    assert cells_of_phrase(values, 1, 3, 0.5, most_outside=1).cells.tolist() == [0, 2, 4, 1]
    assert len(cells_of_phrase(values, 1, 3, 2)) == 0
    for wrong in ((2, 2), (-1, 2), (3, 6)):
        with pytest.raises(ValueError):
            cells_of_phrase(values, *wrong, 0.5)


def test_cells_of_phrases_against_brute_force(rng: np.random.Generator) -> None:
    values = rng.normal(size=(40, 30)).astype(np.float32)
    for start, stop, threshold in ((3, 5, 0.1), (0, 2, 0.3), (38, 40, 0.0), (5, 6, 1.0)):
        wanted = []
        for cell in range(30):
            for sign in (1, -1):
                column = [float(v) * sign for v in values[:, cell]]
                if any(v < threshold for v in column[start:stop]):
                    continue
                rest = column[:start] + column[stop:]
                share = sum(v >= threshold for v in rest) / len(rest)
                if share <= 0.5:
                    mean = sum(column[start:stop]) / (stop - start)
                    wanted.append((round(share, 6), -round(mean, 5), cell, sign))
                break
        found = cells_of_phrase(values, start, stop, threshold)
        got = list(zip(found.cells.tolist(), found.signs.tolist(), strict=True))
        assert got == [(cell, sign) for _, _, cell, sign in sorted(wanted)]


def brute(
    values: Floats, cells: list[int], signs: list[int], threshold: float, length: int, limit: int
) -> list[tuple[int, float]]:
    """Score every window, sort, take the best, strike out what overlaps, and so on."""
    windows = []
    for start in range(len(values) - length + 1):
        part = [
            sign * float(values[t, cell])
            for t in range(start, start + length)
            for cell, sign in zip(cells, signs, strict=True)
        ]
        on = sum(value >= threshold for value in part)
        if 2 * on >= len(part):
            windows.append((-on, -sum(part) / len(part), start, on / len(part)))
    windows.sort()
    taken: list[tuple[int, float]] = []
    for _, _, start, score in windows:
        if all(abs(start - other) >= length for other, _ in taken) and len(taken) < limit:
            taken.append((start, score))
    return taken


@pytest.mark.parametrize("length", [1, 3, 8])
@pytest.mark.parametrize("limit", [1, 4, 50])
def test_matches_against_brute_force(length: int, limit: int) -> None:
    for seed in range(5):
        rng = np.random.default_rng(seed)
        steps = rng.normal(size=(300, 12))
        values = np.tanh(np.cumsum(steps, axis=0) / 5).astype(np.float32)
        cells, signs = [4, 0, 9], [1, -1, 1]
        found = matches(values, cells, signs, 0.3, length, limit=limit)
        assert [(m.start, m.score) for m in found] == brute(
            values, cells, signs, 0.3, length, limit
        )
        assert all(m.stop == m.start + length for m in found)


def test_a_long_stretch_is_not_listed_at_every_character() -> None:
    values = np.zeros((100, 1), np.float32)
    values[20:40], values[70:74] = 1, 1
    found = matches(values, [0], [1], 0.5, 4)
    assert [m.start for m in found if m.score == 1] == [20, 24, 28, 32, 36, 70]
    best = matches(values * np.linspace(1, 2, 100, dtype=np.float32)[:, None], [0], [1], 0.5, 4)
    assert best[0].start == 70  # equals are ranked by strength


def test_nothing_to_look_for_finds_nothing() -> None:
    values = np.ones((10, 2), np.float32)
    assert matches(values, [], [], 0.5, 3) == ()
    assert matches(values, [0], [1], 0.5, 11) == ()
    assert matches(values, [0], [1], 0.5, 0) == ()
    assert matches(-values, [0], [1], 0.5, 3) == ()
