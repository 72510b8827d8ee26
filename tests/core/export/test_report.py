"""The report is a page that opens without a network, whatever stands in the run."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from lstm_gui.core.export.report import report_of
from lstm_gui.core.runs.run import Curve
from tests.core.export.runs import NASTY, curve_of, exported

_ALONE = {"meta", "link", "br", "img", "input", "hr", "path", "circle", "polyline"}


class Page(HTMLParser):
    """Reads strictly: each tag is closed in its order, and nothing is fetched from anywhere."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.tags: list[str] = []
        self.texts: list[str] = []
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        for name, value in attributes:
            assert name not in ("src", "href", "srcset", "action", "data") or name == "xmlns"
            assert not name.startswith("on"), (name, value)
        if tag not in _ALONE:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.texts.append(data)

    @property
    def text(self) -> str:
        return " ".join(self.texts)


@pytest.fixture
def page() -> Page:
    return Page(report_of(exported()))


def test_it_is_well_formed_and_fetches_nothing(page: Page) -> None:
    assert "script" not in page.tags and "iframe" not in page.tags
    text = report_of(exported())
    assert "url(" not in text and "@import" not in text
    assert text.count("http") == text.count("http://www.w3.org/2000/svg")


def test_it_shows_what_others_wrote_as_they_wrote_it(page: Page) -> None:
    assert page.text.count(NASTY) >= 4  # title, heading, notes, samples


def test_it_has_settings_changes_samples_and_epochs(page: Page) -> None:
    for said in ("Learning rate 100 → 3.5", "Hidden units", "Epoch 4, perplexity 9.00", "16.6667"):
        assert said in page.text


def test_the_curve_is_a_picture_that_xml_reads() -> None:
    text = report_of(exported())
    svg = ET.fromstring(text[text.index("<svg") : text.index("</svg>") + len("</svg>")])
    lines = svg.findall("{http://www.w3.org/2000/svg}polyline")
    assert [line.get("class") for line in lines] == ["line", "held"]
    assert [len((line.get("points") or "").split()) for line in lines] == [6, 3]


@pytest.mark.parametrize("curve", [Curve(), curve_of(1, 1), curve_of(2000, 10, held_out=False)])
def test_it_is_a_page_for_any_curve(curve: Curve) -> None:
    page = Page(report_of(replace(exported(), curve=curve)))
    assert page.tags.count("tr") < 1000


def test_it_speaks_the_language_that_it_is_given() -> None:
    text = report_of(exported(), "zh-CN", lambda sentence: f"【{sentence}】")
    assert '<html lang="zh-CN">' in text and "【What it wrote】" in text
