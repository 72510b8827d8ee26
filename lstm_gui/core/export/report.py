"""A page about a run that opens in any browser, without a network and without a program."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from html import escape

import numpy as np

from lstm_gui.core.arrays import Doubles
from lstm_gui.core.export.run_export import RunExport
from lstm_gui.core.i18n import QT_TRANSLATE_NOOP, Sentence
from lstm_gui.core.numbers import compact, marked, significant, thousands
from lstm_gui.core.runs.run import Curve
from lstm_gui.core.settings.difference import shown_value
from lstm_gui.core.settings.experiment import KNOBS, value_at
from lstm_gui.core.settings.knob import GROUPS
from lstm_gui.core.training.curves import decades, envelope

__all__ = ["report_of"]

Translate = Callable[[str | Sentence], str]

_MOST_ROWS = 400
_CSS = """
:root { color-scheme: light dark; --line: #0072b2; --held: #d55e00; --soft: #8884; }
body { font: 15px/1.5 system-ui, "Noto Sans CJK SC", sans-serif; max-width: 800px;
  margin: 2rem auto; padding: 0 1rem; }
h1 { margin-bottom: 0; } h2 { margin-top: 2rem; font-size: 1.15rem; }
.soft { opacity: .7; } table { border-collapse: collapse; }
th, td { padding: .15rem .9rem .15rem 0; text-align: left; border-bottom: 1px solid var(--soft);
  vertical-align: top; } td.number, th.number { text-align: right;
  font-variant-numeric: tabular-nums; }
svg { width: 100%; height: auto; } svg text { font-size: 12px; fill: currentColor; }
.grid { stroke: var(--soft); } .mark { stroke: currentColor; stroke-dasharray: 2 3; opacity: .5; }
polyline { fill: none; stroke: var(--line); stroke-width: 2; } circle { fill: var(--line); }
polyline.held { stroke: var(--held); stroke-dasharray: 5 3; } circle.held { fill: var(--held); }
blockquote { margin: .3rem 0 1rem; padding-left: .8rem; border-left: 3px solid var(--soft);
  white-space: pre-wrap; overflow-wrap: anywhere; }
@media print { body { margin: 0; } }
"""


def _say(text: str, /, **values: object) -> Sentence:
    return Sentence(text, values, "Export")


def report_of(exported: RunExport, language: str = "en", translate: Translate = str) -> str:
    """Return the page, with every text of others escaped.

    Args:
        exported: The run.
        language: What the page says it is written in, such as `zh-CN`.
        translate: Brings the program's own sentences into that language.
    """
    page = _Page(exported, translate)
    title = escape(translate(exported.title))
    body = "\n".join(page.parts())
    return (
        f'<!DOCTYPE html>\n<html lang="{escape(language)}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{title}</title>\n<style>{_CSS}</style>\n</head>\n<body>\n<h1>{title}</h1>\n"
        f"{body}\n</body>\n</html>\n"
    )


class _Page:
    """The parts of the page, one after the other."""

    def __init__(self, exported: RunExport, translate: Translate) -> None:
        self._exported, self._run, self._curve = exported, exported.run, exported.curve
        self._translate = translate

    def parts(self) -> Iterator[str]:
        yield self._summary()
        yield self._svg()
        yield from self._changes()
        yield from self._samples()
        yield from self._settings()
        yield from self._epochs()
        if self._run.notes:
            yield self._heading(QT_TRANSLATE_NOOP("Export", "Notes"))
            yield f"<blockquote>{escape(self._run.notes)}</blockquote>"

    def _say(self, text: str, /, **values: object) -> str:
        return escape(self._translate(_say(text, **values)))

    def _heading(self, text: str) -> str:
        return f"<h2>{self._say(text)}</h2>"

    def _summary(self) -> str:
        run = self._run
        began = datetime.fromtimestamp(run.began).strftime("%Y-%m-%d %H:%M")
        template = QT_TRANSLATE_NOOP(
            "Export",
            "{text} · {epochs} epochs in {seconds} s, begun {began} · best perplexity {best}",
        )
        said = self._say(
            template,
            text=run.corpus,
            epochs=thousands(run.epochs),
            seconds=significant(run.seconds),
            began=began,
            best=significant(run.best),
        )
        if not math.isnan(run.held_out):
            held = QT_TRANSLATE_NOOP("Export", "held out {value}")
            said += " · " + self._say(held, value=significant(run.held_out))
        return f'<p class="soft">{said}</p>'

    def _svg(self) -> str:
        return _curve_svg(
            self._curve,
            tuple(change.x for change in self._run.changes),
            x_label=self._translate(_say(QT_TRANSLATE_NOOP("Export", "Epoch"))),
            y_label=self._translate(_say(QT_TRANSLATE_NOOP("Export", "Perplexity"))),
        )

    def _changes(self) -> Iterator[str]:
        if not self._run.changes:
            return
        yield self._heading(QT_TRANSLATE_NOOP("Export", "Changed on the way"))
        yield "<ul>"
        for change in self._run.changes:
            words = ", ".join(self._translate(sentence) for sentence in change.described())
            at = self._say(QT_TRANSLATE_NOOP("Export", "Epoch {x}"), x=marked(f"{change.x:.6g}"))
            yield f"<li>{at}: {escape(words)}</li>"
        yield "</ul>"

    def _samples(self) -> Iterator[str]:
        if not self._exported.samples:
            return
        yield self._heading(QT_TRANSLATE_NOOP("Export", "What it wrote"))
        template = QT_TRANSLATE_NOOP("Export", "Epoch {epoch}, perplexity {perplexity}")
        for sample in self._exported.samples:
            figures = {"epoch": sample.epoch, "perplexity": significant(sample.perplexity)}
            yield f'<div class="soft">{self._say(template, **figures)}</div>'
            prefix, text = escape(sample.prefix), escape(sample.text)
            yield f"<blockquote><b>{prefix}</b>{text}</blockquote>"

    def _settings(self) -> Iterator[str]:
        yield self._heading(QT_TRANSLATE_NOOP("Export", "Settings at the beginning"))
        yield "<table>"
        for path, knob in KNOBS.items():
            if knob.cells and self._exported.start.model.cell not in knob.cells:
                continue
            value = shown_value(path, value_at(self._exported.start, path))
            shown = self._translate(value) if isinstance(value, Sentence) else str(value)
            label = self._translate(Sentence(knob.label, context="Knobs"))
            group = self._translate(Sentence(GROUPS[knob.group], context="Knobs"))
            yield "<tr>" + _cells([group, label, shown]) + "</tr>"
        yield "</table>"

    def _epochs(self) -> Iterator[str]:
        numbers, perplexity, seconds = (row.tolist() for row in self._curve.epochs)
        if not numbers:
            return
        held = dict(zip(*(row.tolist() for row in self._curve.held_out[:2]), strict=True))
        every = max(1, -(-len(numbers) // _MOST_ROWS))
        yield self._heading(QT_TRANSLATE_NOOP("Export", "Epochs"))
        titles = [
            QT_TRANSLATE_NOOP("Export", "Epoch"),
            QT_TRANSLATE_NOOP("Export", "Perplexity"),
            QT_TRANSLATE_NOOP("Export", "Seconds"),
            *([QT_TRANSLATE_NOOP("Export", "Held out")] if held else []),
        ]
        names = (self._translate(_say(title)) for title in titles)
        yield "<table><thead><tr>" + _cells(names, "th", number=True) + "</tr></thead><tbody>"
        for row, number in enumerate(numbers):
            if row % every and row != len(numbers) - 1:
                continue
            figures = [f"{perplexity[row]:.6g}", f"{seconds[row]:.2f}"]
            figures += [f"{held[number]:.6g}" if number in held else ""] if held else []
            figures = [thousands(int(number)), *map(marked, figures)]
            yield "<tr>" + _cells(figures, number=True) + "</tr>"
        yield "</tbody></table>"


def _cells(texts: Iterable[str], tag: str = "td", *, number: bool = False) -> str:
    form = ' class="number"' if number else ""
    return "".join(f"<{tag}{form}>{escape(text)}</{tag}>" for text in texts)


_WIDTH, _HEIGHT = 760, 320
_LEFT, _RIGHT, _TOP, _BOTTOM = 64, 16, 12, 40
_MOST_TICKS = 8
_PIXELS = 600


def _curve_svg(curve: Curve, marks: tuple[float, ...], *, x_label: str, y_label: str) -> str:
    """Return perplexity by epoch on a log axis: what was held out is dashed, changes are marked."""
    lines = [
        ("line", curve.epochs[0], decades(curve.epochs[1])),
        ("held", curve.held_out[0], decades(curve.held_out[1])),
    ]
    drawn = [(kind, *envelope(x, y, _PIXELS)) for kind, x, y in lines if x.size]
    seen = [values[np.isfinite(values)] for _, _, values in drawn]
    every = np.concatenate(seen) if seen else np.empty(0)
    if not every.size:
        return ""
    right = max(float(x[-1]) for _, x, _ in drawn if x.size)
    frame = _Frame(right, math.floor(every.min()), math.ceil(every.max() + 1e-9))
    parts = [*frame.axes(x_label, y_label), *(frame.mark(x) for x in marks if x <= right)]
    parts += [frame.line(*part) for part in drawn]
    return (
        f'<svg viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" aria-label="{escape(y_label)}" '
        f'xmlns="http://www.w3.org/2000/svg">{"".join(parts)}</svg>'
    )


class _Frame:
    """Brings epochs and powers of ten to places in the picture."""

    def __init__(self, right: float, low: int, high: int) -> None:
        self._right, self._low, self._high = max(right, 1.0), low, max(high, low + 1)

    def x(self, epoch: float) -> float:
        return _LEFT + (_WIDTH - _LEFT - _RIGHT) * epoch / self._right

    def y(self, power: float) -> float:
        share = (power - self._low) / (self._high - self._low)
        return _HEIGHT - _BOTTOM - (_HEIGHT - _TOP - _BOTTOM) * share

    def axes(self, x_label: str, y_label: str) -> Iterator[str]:
        for power in range(self._low, self._high + 1):
            y = self.y(power)
            yield f'<path class="grid" d="M{_LEFT} {y:.1f}H{_WIDTH - _RIGHT}"/>'
            label = compact(10.0**power)
            yield f'<text x="{_LEFT - 8}" y="{y + 4:.1f}" text-anchor="end">{label}</text>'
        for epoch in _ticks(self._right):
            place = f'x="{self.x(epoch):.1f}" y="{_HEIGHT - _BOTTOM + 18}"'
            yield f'<text {place} text-anchor="middle">{compact(epoch)}</text>'
        middle = (_LEFT + _WIDTH - _RIGHT) / 2
        yield f'<text x="{middle}" y="{_HEIGHT - 4}" text-anchor="middle">{escape(x_label)}</text>'
        turned = f"rotate(-90 12 {_HEIGHT / 2 - 16})"
        yield f'<text x="12" y="{_HEIGHT / 2 - 12}" text-anchor="middle" transform="{turned}">'
        yield f"{escape(y_label)}</text>"

    def mark(self, epoch: float) -> str:
        return f'<path class="mark" d="M{self.x(epoch):.1f} {_TOP}V{_HEIGHT - _BOTTOM}"/>'

    def line(self, kind: str, x: Doubles, y: Doubles) -> str:
        pairs = zip(x.tolist(), y.tolist(), strict=True)
        points = " ".join(f"{self.x(epoch):.1f},{self.y(power):.1f}" for epoch, power in pairs)
        if len(x) == 1:
            place = f'cx="{self.x(float(x[0])):.1f}" cy="{self.y(float(y[0])):.1f}"'
            return f'<circle class="{kind}" r="3" {place}/>'
        return f'<polyline class="{kind}" points="{points}"/>'


def _ticks(right: float) -> list[float]:
    """Return round numbers of epochs from 0 to the end."""
    rough = right / _MOST_TICKS
    power = 10.0 ** math.floor(math.log10(rough)) if rough > 0 else 1.0
    step = next((f * power for f in (1, 2, 5) if f * power >= rough), 10 * power)
    step = max(step, 1.0)
    return [float(value) for value in np.arange(0, right + step / 1000, step)]
