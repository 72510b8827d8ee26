"""The values of the perplexity plot as CSV: of the run, of what it holds out, and of its twin."""

from __future__ import annotations

from lstm_gui.core.history import Doubles
from lstm_gui.gui.perplexity_curves import PerplexityCurves
from lstm_gui.gui.plot_track import Track

__all__ = ["csv_of"]


def csv_of(curves: PerplexityCurves) -> str:
    """Return the values by epoch, or by batch in the first epoch; nothing before that.

    A column stands there only if it has values, and a cell is empty where nothing was measured.
    """
    if curves.own.empty:
        return ""
    first = curves.epochs if len(curves.epochs) else curves.steps
    second = curves.second.epochs if len(curves.epochs) else curves.second.steps
    tracks = {
        "perplexity": first,
        "held_out": curves.own.held_out,
        "twin": second,
        "twin_held_out": curves.second.tracks.held_out,
    }
    columns = {name: _by_epoch(track) for name, track in tracks.items() if len(track)}
    places = sorted(set().union(*columns.values()))
    lines = [",".join(("epoch", *columns))]
    for place in places:
        cells = (_cell(column, place) for column in columns.values())
        lines.append(",".join((f"{place:.10g}", *cells)))
    return "\n".join(lines) + "\n"


def _by_epoch(track: Track) -> dict[float, float]:
    rows: Doubles = track.rows
    return dict(zip(rows[0].tolist(), (10 ** rows[3]).tolist(), strict=True))


def _cell(column: dict[float, float], place: float) -> str:
    return f"{column[place]:.10g}" if place in column else ""
