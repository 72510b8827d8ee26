"""`lstm-gui article`: the recipe for both cells, one after the other, and the article's table."""

from __future__ import annotations

from collections.abc import Sequence

from lstm_gui.cli.flags import DEFAULT_CORPUS, add_corpus, load_text
from lstm_gui.cli.output import BookReport, JsonReport, print_json, print_text
from lstm_gui.cli.train import TrainingRun
from lstm_gui.core.corpus.text import Corpus, suggest_prefixes
from lstm_gui.core.files import path_text
from lstm_gui.core.settings.experiment import Experiment, changed
from lstm_gui.core.settings.groups import CellKind
from lstm_gui.core.settings.options import PROGRAM, Manual, Parser
from lstm_gui.core.training.article import (
    ARTICLE_CELLS,
    ARTICLE_EPOCHS,
    ArticleRow,
    article_rows,
    farthest,
    fetched_book,
    is_books_text,
    recipe,
    recipe_preset,
)
from lstm_gui.core.training.loop import Training, prepare_text
from lstm_gui.core.training.progress import Diverged, EpochDone, RightDone, SampleDone

__all__ = ["run"]

_OTHER_TEXT = (
    "This is not the book's text, so its perplexities are not to be compared with what is printed "
    "and what was measured. The window fetches the book's text: Text → Get texts…"
)
_HEADINGS = ("epoch", "printed", "LSTM measured", "GRU measured", "LSTM here", "GRU here")


MANUAL = Manual(
    examples={
        "lstm-gui article": "run both recipes on the text that is there, 200 epochs each",
        "lstm-gui article --corpus jaychou_lyrics.txt.zip": "run them on the book's text",
    },
    statuses={
        0: "trained to its end",
        1: "training broke down",
        2: "bad input, and one sentence says what",
        130: "ended by Ctrl+C",
        143: "ended by SIGTERM",
    },
    environment={"OMP_NUM_THREADS": "how many threads compute; another number, other roundings"},
)


def run(argv: Sequence[str]) -> int:
    """Train both cells as `argv` asks; return the exit status."""
    given = _parser().parse_args(argv)
    if given.corpus is None:
        book = fetched_book()
        given.corpus = DEFAULT_CORPUS if book is None else path_text(book)
    used = prepare_text(load_text(given), recipe("lstm"))
    experiments = {cell: _fitted(recipe(cell, given.epochs), used) for cell in ARTICLE_CELLS}
    from lstm_gui.engine import create_backend

    backend = create_backend()
    known = is_books_text(used.text)
    here: dict[CellKind, dict[int, float]] = {}
    for cell, experiment in experiments.items():
        training = Training(backend, used, experiment)
        status, here[cell] = _train(training, cell, json=given.json)
        if status:
            return status
    rows = article_rows(here)
    (_print_json if given.json else _print_table)(rows, known)
    return 0


def _parser() -> Parser:
    parser = Parser(
        prog=f"{PROGRAM} article",
        description="Run the article's experiment: the book's recipe for the LSTM, then for the "
        "GRU, and print their perplexities beside those that the article prints, and samples.",
        manual=MANUAL,
    )
    add_corpus(parser, None, otherwise="the book's, if the window has fetched it, or else zh")
    parser.add_argument(
        "--epochs",
        type=_epochs,
        default=ARTICLE_EPOCHS,
        metavar="N",
        help=f"train for so many epochs; rows up to there are filled ({ARTICLE_EPOCHS})",
    )
    parser.add_argument("--json", action="store_true", help="print one JSON object a line")
    return parser


def _epochs(text: str) -> int:
    number = int(text)
    recipe("lstm", number)  # raises a sentence where it is out of range
    return number


_epochs.__name__ = "number"  # as argparse calls it in its sentence


def _fitted(experiment: Experiment, corpus: Corpus) -> Experiment:
    prefixes = suggest_prefixes(corpus, experiment.train.prefixes)
    return changed(experiment, "train.prefixes", prefixes)


def _train(training: Training, cell: CellKind, *, json: bool) -> tuple[int, dict[int, float]]:
    """Train one cell; return the exit status, and the perplexity of each epoch."""
    report = _CellJson(cell) if json else _CellBook(cell)
    try:
        report.begin_cell(training)
        return TrainingRun(training, report, None).finish(), report.perplexities
    finally:
        report.close()


class _CellBook(BookReport):
    """What the book prints of one cell; perplexities are kept for the table."""

    def __init__(self, cell: CellKind) -> None:
        super().__init__()
        self._cell = cell
        self.perplexities: dict[int, float] = {}

    def begin_cell(self, training: Training) -> None:
        if self._cell != ARTICLE_CELLS[0]:
            print_text("\n")
        self.begin(training, recipe_preset(self._cell))

    def epoch(self, epoch: EpochDone, *, sampled: bool, right: RightDone | None = None) -> None:
        self.perplexities[epoch.epoch] = epoch.perplexity
        super().epoch(epoch, sampled=sampled, right=right)


class _CellJson(JsonReport):
    """One JSON object a line, each with its cell; perplexities are kept for the table."""

    def __init__(self, cell: CellKind) -> None:
        self._cell = cell
        self.perplexities: dict[int, float] = {}

    def begin_cell(self, training: Training) -> None:
        print_json(
            event="begin",
            cell=self._cell,
            text=training.corpus.name,
            characters=len(training.corpus),
            books_text=is_books_text(training.corpus.text),
        )

    def epoch(self, epoch: EpochDone, *, sampled: bool, right: RightDone | None = None) -> None:
        self.perplexities[epoch.epoch] = epoch.perplexity
        print_json(
            event="epoch",
            cell=self._cell,
            epoch=epoch.epoch,
            perplexity=epoch.perplexity,
            seconds=epoch.seconds,
        )

    def sample(self, sample: SampleDone) -> None:
        text = sample.prefix + sample.text
        print_json(
            event="sample", cell=self._cell, epoch=sample.epoch, prefix=sample.prefix, text=text
        )

    def diverged(self, event: Diverged) -> None:
        print_json(event="diverged", cell=self._cell, epoch=event.epoch, step=event.step)

    def done(self, last: EpochDone, seconds: float) -> None:
        print_json(event="done", cell=self._cell, epochs=last.epoch, seconds=seconds)


def _print_json(rows: tuple[ArticleRow, ...], books_text: bool) -> None:
    table = [
        {
            "epoch": row.epoch,
            "printed": row.printed,
            **{f"{cell}_measured": row.measured[cell] for cell in ARTICLE_CELLS},
            **{cell: row.here.get(cell) for cell in ARTICLE_CELLS},
        }
        for row in rows
    ]
    print_json(event="table", books_text=books_text, rows=table)


def _print_table(rows: tuple[ArticleRow, ...], books_text: bool) -> None:
    lines = ["", "  ".join(f"{heading:>13}" for heading in _HEADINGS)]
    for row in rows:
        measured = [f"{row.measured[cell]:.3f}" for cell in ARTICLE_CELLS]
        here = [f"{row.here[cell]:.3f}" if cell in row.here else "–" for cell in ARTICLE_CELLS]
        cells = (str(row.epoch), f"{row.printed:.3f}", *measured, *here)
        lines.append("  ".join(f"{text:>13}" for text in cells))
    lines += ["", _verdict(rows) if books_text else _OTHER_TEXT]
    print_text("\n".join(lines) + "\n")


def _verdict(rows: tuple[ArticleRow, ...]) -> str:
    """Say whose perplexities are printed, by what was measured just now."""
    gru, lstm = farthest(rows, "gru"), farthest(rows, "lstm")
    if gru is None or lstm is None:
        return "Train for 40 epochs or more, and the table begins to fill."
    whose = "the GRU's" if gru < lstm else "the LSTM's"
    return (
        f"What is printed is off from the GRU here by a factor of {gru:.2f} at most, and from the "
        f"LSTM by one of up to {lstm:.2f}: it lies nearer to {whose}."
    )
