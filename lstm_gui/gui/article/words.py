"""The article as markup for Qt: the text of a language, with table, samples and findings put in.

The text of a language is one file of resources/article, in Qt's subset of HTML. Comments in it
such as <!--table--> and <!--claim:gates--> are the places of what changes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from PySide6.QtCore import QCoreApplication

from lstm_gui.core.files import resource
from lstm_gui.core.i18n import SOURCE_LANGUAGE
from lstm_gui.core.inspection.claims import Claim, ClaimFinding
from lstm_gui.core.settings.groups import CellKind
from lstm_gui.core.training.article import (
    ARTICLE_CELLS,
    ArticleRow,
    article_rows,
    farthest,
    farthest_measured,
)
from lstm_gui.core.training.progress import SampleDone
from lstm_gui.gui.widgets.formats import escaped, fixed
from lstm_gui.gui.widgets.translation import translated

__all__ = ["ArticleState", "ClaimState", "article_html", "article_text"]

_PLACE = re.compile(r"<!--(\w+)(?::(\w+))?-->")


@dataclass(frozen=True, slots=True)
class ClaimState:
    """What came of a claim that was put to the test, and after which epoch; None: being read."""

    finding: ClaimFinding | None = None
    epoch: int = 0


@dataclass(frozen=True, slots=True)
class ArticleState:
    """What the page shows beside its text."""

    here: Mapping[CellKind, Mapping[int, float]] = field(default_factory=dict)
    samples: Mapping[CellKind, Sequence[SampleDone]] = field(default_factory=dict)
    books_text: bool = False
    text_name: str = ""
    tested: Mapping[Claim, ClaimState] = field(default_factory=dict)
    beside: str = ""
    """The kind of cell that a twin could have, where that would decide about gradients."""


@lru_cache(maxsize=2)
def article_text(language: str) -> str:
    """Return the text in a language, such as zh_CN, or in English where it has none of its own."""
    for name in (language, language.partition("_")[0], SOURCE_LANGUAGE):
        path = resource("article", f"article_{name}.html")
        if path.is_file():
            break
    return path.read_text("utf-8")


def article_html(text: str, state: ArticleState) -> str:
    """Return the text with everything in its place."""
    parts: dict[str, Callable[[], str]] = {
        "table": lambda: _table(article_rows(state.here)),
        "evidence": lambda: _evidence(article_rows(state.here), state.books_text),
        "text": lambda: _which_text(state),
        "samples": lambda: "".join(_samples(state)),
    }

    def put(found: re.Match[str]) -> str:
        name, claim = found.groups()
        return _claim(claim, state) if claim else parts[name]()

    return _PLACE.sub(put, text)


# Claims


def _claim(claim: str, state: ArticleState) -> str:
    show = f'<a href="claim:{claim}">{_show_me()}</a>'
    tested = next((value for name, value in state.tested.items() if name == claim), None)
    if tested is None:
        return show
    if tested.finding is None:
        reading = QCoreApplication.translate("Article", "Reading…")
        return f'{show}<br/><span class="muted">{reading}</span>'
    found = tested.finding
    verdict = _verdicts()[found.verdict]
    kind = "no" if found.verdict == "fails" else "muted"
    epoch = QCoreApplication.translate("Article", "epoch {epoch}").format(epoch=tested.epoch)
    head = f'<span class="{kind}">{verdict} · {epoch}</span>'
    said = f"{show}<br/>{head}<br/>{escaped(translated(found.sentence))}"
    if claim == "gradients" and found.verdict == "absent" and state.beside:
        template = QCoreApplication.translate(
            "Article", "Train one beside it: {cell} (two new runs; this one stays in the table)"
        )
        link = template.format(cell=state.beside.upper())
        said = f'{said}<br/><a href="beside:{state.beside}">{link}</a>'
    return said


def _show_me() -> str:
    return QCoreApplication.translate("Article", "Show me")


def _verdicts() -> dict[str, str]:
    return {
        "holds": QCoreApplication.translate("Article", "✓ It holds in this run"),
        "fails": QCoreApplication.translate("Article", "✗ It does not hold in this run"),
        "absent": QCoreApplication.translate("Article", "Not to be decided here"),
    }


# The table


def _table(rows: Sequence[ArticleRow]) -> str:
    measured = QCoreApplication.translate("Article", "measured")
    here = QCoreApplication.translate("Article", "this machine, now")
    names = (
        QCoreApplication.translate("Article", "Epoch"),
        QCoreApplication.translate("Article", "Printed"),
        *("LSTM", "GRU") * 2,
    )
    groups = f'<th colspan="2"></th><th colspan="2">{measured}</th><th colspan="2">{here}</th>'
    head = "".join(f'<th align="right">{name}</th>' for name in names)
    lines = [f"<tr>{groups}</tr><tr>{head}</tr>", *map(_line, rows)]
    return f'<table width="100%" cellspacing="0">{"".join(lines)}</table><p class="gap">&nbsp;</p>'


def _line(row: ArticleRow) -> str:
    numbers = [row.printed, *(row.measured[cell] for cell in ARTICLE_CELLS)]
    here = [f"<b>{fixed(row.here[c])}</b>" if c in row.here else "–" for c in ARTICLE_CELLS]
    cells = [str(row.epoch), *(fixed(number) for number in numbers), *here]
    line = "".join(f'<td align="right">{cell}</td>' for cell in cells)
    return f"<tr>{line}</tr>"


def _evidence(rows: tuple[ArticleRow, ...], books_text: bool) -> str:
    """Say by how much the printed figures are off from both cells: here, or as measured."""
    here = {cell: farthest(rows, cell) for cell in ARTICLE_CELLS} if books_text else {}
    gru, lstm = here.get("gru"), here.get("lstm")
    if gru is not None and lstm is not None:
        template = QCoreApplication.translate(
            "Article",
            "On this machine, now, they are off from the GRU's by a factor of {gru} at most, and "
            "from the LSTM's by one of up to {lstm}; in the plot they are the crosses.",
        )
    else:
        gru, lstm = farthest_measured(rows, "gru"), farthest_measured(rows, "lstm")
        template = QCoreApplication.translate(
            "Article",
            "As measured, they are off from the GRU's by a factor of {gru} at most, and from the "
            "LSTM's by one of up to {lstm}; while the recipe runs, they are crosses in the plot.",
        )
    return template.format(gru=fixed(gru, 2), lstm=fixed(lstm, 2))


def _which_text(state: ArticleState) -> str:
    if state.books_text:
        return ""
    template = QCoreApplication.translate(
        "Article",
        "<b>These figures belong to the book's text.</b> The text in use is {name}: what this "
        "machine reaches on it is of another text. The book's own lyrics are under copyright and "
        "do not come with the program; {link} fetches them for you.",
    )
    link = QCoreApplication.translate("Article", "Get texts…")
    said = template.format(name=escaped(state.text_name), link=f'<a href="texts:">{link}</a>')
    return f"<p>{said}</p>"


def _samples(state: ArticleState) -> list[str]:
    """Return the samples as the article prints them, cell by cell."""
    blocks = []
    for cell in ARTICLE_CELLS:
        samples = state.samples.get(cell, ())
        for epoch in sorted({sample.epoch for sample in samples}):
            own = [sample for sample in samples if sample.epoch == epoch]
            template = QCoreApplication.translate(
                "Article", "{cell}, epoch {epoch}, perplexity {perplexity}"
            )
            head = template.format(
                cell=cell.upper(), epoch=epoch, perplexity=fixed(own[0].perplexity)
            )
            lines = "".join(f"<br/>&nbsp;- {escaped(one.prefix + one.text)}" for one in own)
            blocks.append(f'<p class="sample"><span class="muted">{head}</span>{lines}</p>')
    return blocks
