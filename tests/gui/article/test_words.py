"""The article's text: both languages have the same parts, and what changes is put in."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QApplication

from lstm_gui.core.i18n import languages
from lstm_gui.core.inspection.claims import CLAIMS, ClaimFinding, ClaimTest
from lstm_gui.core.inspection.jobs import finish
from lstm_gui.core.training.progress import SampleDone
from lstm_gui.gui.article.words import ArticleState, ClaimState, article_html, article_text
from tests.gui.memory.small_model import TEXT, access


def plain(html: str) -> str:
    document = QTextDocument()
    document.setHtml(html)
    return document.toPlainText()


def links(html: str) -> list[str]:
    return re.findall(r'href="([^"]*)"', html)


def undecided() -> ClaimFinding:
    """Return something that was found, as if nothing could be said of gradients."""
    found = finish(ClaimTest("gates", TEXT), access())
    return replace(found, claim="gradients", verdict="absent")


def test_each_language_has_a_text_with_the_same_parts() -> None:
    english = article_text("en")
    places, anchors = re.findall(r"<!--.*?-->", english), links(english)
    for language in languages():
        text = article_text(language)
        assert re.findall(r"<!--.*?-->", text) == places
        assert links(text) == anchors
        assert text.count("<h2>") == english.count("<h2>")
        assert (text == english) == (language == "en")
    assert article_text("xx") == article_text("en_GB") == english
    for claim in CLAIMS:
        assert f"<!--claim:{claim}-->" in places


def test_chinese_is_set_without_spaces_between_characters() -> None:
    text = plain(article_html(article_text("zh_CN"), ArticleState()))
    assert not re.findall(r"[\u4e00-\u9fff，。；：、] (?=[\u4e00-\u9fff])", text)


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_nothing_is_left_of_the_places(language: str, qapp: QApplication) -> None:
    html = article_html(article_text(language), ArticleState(text_name="<songs>"))
    assert "<!--" not in html and "&lt;songs&gt;" in html
    assert len([link for link in links(html) if link.startswith("claim:")]) == 5
    assert "texts:" in links(html)
    text = plain(html)
    assert "220.297" in text and "153.189" in text and "156.776" in text


def test_the_table_fills(qapp: QApplication) -> None:
    state = ArticleState(here={"gru": {40: 152.5, 41: 1.0}}, books_text=True)
    html = article_html(article_text("en"), state)
    assert "<b>152.500</b>" in html and "texts:" not in links(html)
    assert "As measured" in html
    both = ArticleState(here={"gru": {40: 152.5}, "lstm": {40: 313.552}}, books_text=True)
    said = plain(article_html(article_text("en"), both))
    assert "a factor of 1.03 at most, and from the LSTM's by one of up to 2.00" in said


def test_samples_stand_as_the_article_prints_them(qapp: QApplication) -> None:
    samples = [
        SampleDone(1, epoch, 150.0, 0.1, prefix, " 我<b>")
        for epoch in (40, 80)
        for prefix in "分不"
    ]
    said = plain(article_html(article_text("en"), ArticleState(samples={"lstm": samples})))
    assert "LSTM, epoch 40, perplexity 150.000" in said
    assert said.count("- 分 我<b>") == 2


def test_what_was_found_is_said_and_a_twin_offered(qapp: QApplication) -> None:
    found = undecided()
    state = ArticleState(tested={"gradients": ClaimState(found, 7)}, beside="rnn")
    html = article_html(article_text("en"), state)
    assert str(found.sentence) in plain(html) and "epoch 7" in plain(html)
    assert "beside:rnn" in links(html)
    alone = ArticleState(tested={"gradients": ClaimState(found, 7)})
    assert "beside:rnn" not in links(article_html(article_text("en"), alone))
    reading = ArticleState(tested={"gates": ClaimState()})
    assert "Reading…" in plain(article_html(article_text("en"), reading))
