"""What is kept from one session to the next is read back, and what is damaged is not trusted."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from lstm_gui.core.inspection.copies import Novelty
from lstm_gui.core.inspection.kept_pieces import MOST_PIECES, MOST_PREFIXES, KeptFile, KeptPieces
from lstm_gui.core.inspection.pieces import Piece
from lstm_gui.core.model.branches import Origin
from lstm_gui.core.settings.groups import GenerateRequest

WRITTEN = Piece(
    "分开 我不",
    True,
    Origin(GenerateRequest(prefix="分开", temperature=0.8, seed=7), 12, 34.5),
    Novelty(0.5, 6.5, 8),
)
TYPED = Piece("a line", False)


@pytest.fixture
def file(tmp_path: Path) -> KeptFile:
    return KeptFile(tmp_path / "data" / "pieces.json")


def test_what_is_kept_is_there_in_the_next_session(file: KeptFile) -> None:
    assert file.load() == KeptPieces()
    file.keep(WRITTEN)
    file.keep(TYPED)
    file.remember("分开")
    file.remember("你")
    file.remember("分开")
    kept = KeptFile(file.path).load()
    assert kept.pieces == (TYPED, WRITTEN)
    assert kept.prefixes == ("分开", "你")
    file.drop([WRITTEN])
    assert KeptFile(file.path).load().pieces == (TYPED,)


def test_two_windows_keep_into_one_file(file: KeptFile) -> None:
    other = KeptFile(file.path)
    file.load()
    other.load()
    file.keep(WRITTEN)
    other.keep(TYPED)
    other.keep(TYPED)
    file.drop([TYPED])
    assert other.load().pieces == (TYPED, WRITTEN)


def test_a_model_that_diverged_has_no_perplexity_in_the_file(file: KeptFile) -> None:
    assert WRITTEN.origin is not None
    piece = Piece("分", True, Origin(WRITTEN.origin.request, 3, float("inf")))
    file.keep(piece)
    (kept,) = file.load().pieces
    assert kept.origin == Origin(WRITTEN.origin.request, 3, None)
    file.drop([piece])
    assert file.load().pieces == ()


def test_the_newest_are_kept() -> None:
    kept = KeptPieces()
    for number in range(MOST_PREFIXES + 3):
        kept = kept.with_prefix(str(number))
    assert kept.prefixes[0] == str(MOST_PREFIXES + 2) and len(kept.prefixes) == MOST_PREFIXES
    kept = KeptPieces(stored=KeptPieces().with_piece(TYPED).stored * MOST_PIECES)
    kept = kept.with_piece(WRITTEN)
    assert kept.pieces[0] == WRITTEN and len(kept.pieces) == MOST_PIECES


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\xfe",
        b"[]",
        b"[" * 100_000,
        b'{"version": 2}',
        b'{"stored": [{"text": "", "lines": true}]}',
        b'{"stored": [{"text": "a", "lines": true, "more": 1}]}',
        b'{"stored": [{"text": "a", "lines": true, "novelty": '
        b'{"share_new": NaN, "mean_span": 0, "longest": 0}}]}',
        json.dumps({"prefixes": ["a"] * (MOST_PREFIXES + 1)}).encode(),
    ],
)
def test_a_damaged_file_is_set_aside(file: KeptFile, content: bytes) -> None:
    file.path.parent.mkdir()
    file.path.write_bytes(content)
    assert file.load() == KeptPieces()
    assert file.set_aside is not None and file.set_aside.read_bytes() == content
    file.keep(TYPED)
    assert file.load().pieces == (TYPED,)


def test_a_text_from_a_file_is_clean_as_any_other(file: KeptFile) -> None:
    file.path.parent.mkdir()
    file.path.write_text('{"stored": [{"text": "a\\u0000\\nb\\u001b[31m", "lines": false}]}')
    assert file.load().pieces == (Piece("a b", False),)


def test_what_cannot_be_written_is_said(file: KeptFile) -> None:
    file.path.mkdir(parents=True)
    with pytest.raises(OSError):
        file.load()
    with pytest.raises(OSError):
        file.keep(TYPED)
    with pytest.raises(ValueError, match="text"):
        KeptFile(file.path.parent / "other.json").keep(Piece("x" * 100_001, False))
