"""Kept pieces are written so that they can be read, and so that they can be read in again."""

from __future__ import annotations

import json

from lstm_gui.core.inspection.copies import Novelty
from lstm_gui.core.inspection.pieces import Piece, as_json, as_markdown, as_text
from lstm_gui.core.model.branches import Origin
from lstm_gui.core.settings.groups import GenerateRequest

REQUEST = GenerateRequest(prefix="分开", length=8, temperature=0.8, top_p=0.9, seed=7)
WRITTEN = Piece("分开我不要 再想", True, Origin(REQUEST, 12, 5.25), Novelty(0.625, 5.5, 9))
TYPED = Piece("a *b* #c", False)


def test_text_has_lines_where_they_can_be_seen():
    text = as_text((WRITTEN, TYPED))
    assert text.startswith("分开我不要\n再想\n(epoch 12, perplexity 5.25, prefix 分开, length 8")
    assert "seed 7, novelty 0.625, mean_span 5.5, longest_span 9)" in text
    assert "a *b* #c" in text


def test_markdown_shows_what_was_written():
    text = as_markdown((WRITTEN, TYPED))
    assert text.startswith("> 分开我不要  \n> 再想  \n\n- epoch: 12\n")
    assert r"> a \*b\* \#c" in text


def test_json_gives_everything_back():
    written, typed = json.loads(as_json((WRITTEN, TYPED)))
    assert written["text"] == WRITTEN.text
    assert GenerateRequest(**{key: written[key] for key in ("prefix", "length", "top_p")})
    assert (written["seed"], written["novelty"], written["perplexity"]) == (7, 0.625, 5.25)
    assert typed == {"text": "a *b* #c"}


def test_a_perplexity_that_is_no_number_leaves_the_file_readable():
    broken = Piece("a", False, Origin(REQUEST, 1, float("inf")))
    (read,) = json.loads(as_json((broken,)), parse_constant=lambda name: 1 / 0)
    assert read["perplexity"] is None
