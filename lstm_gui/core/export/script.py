"""A run as a script of plain MXNet that repeats it, with its changes as a schedule."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from lstm_gui.core.corpus.batches import batches_per_epoch
from lstm_gui.core.errors import ExportError
from lstm_gui.core.export.run_export import RunExport
from lstm_gui.core.export.script_parts import (
    ADAM,
    BY_HAND,
    CHANGES,
    CONSECUTIVE,
    GLUON,
    HEAD,
    HELD_OUT,
    PREDICT,
    RANDOM,
    RECUT,
    SGD,
    TEXT,
    TRAIN,
    WEIGHTS,
)
from lstm_gui.core.i18n import QT_TRANSLATE_NOOP
from lstm_gui.core.model.cell_kinds import CELLS
from lstm_gui.core.runs.run import KeptChange
from lstm_gui.core.settings.experiment import KNOBS, Experiment, value_at
from lstm_gui.core.training.held_out import training_length

__all__ = ["script_of"]

_NAMES = {
    "train.num_steps": "num_steps",
    "train.batch_size": "batch_size",
    "train.sampling": "sampling",
    "train.optimizer": "optimizer",
    "train.learning_rate": "lr",
    "train.clipping_theta": "clipping_theta",
    "train.epochs": "num_epochs",
    "train.sample_every": "pred_period",
    "train.sample_length": "pred_len",
    "train.prefixes": "prefixes",
    "model.seed": "seed",
}
"""The settings that can change on the way, as the book calls them."""

_FIXED = ("model.cell", "model.layers", "model.hidden", "corpus.max_chars", "corpus.held_out")
_RECUTTING = ("num_steps", "batch_size", "sampling", "optimizer")
_CELLS = {choice.value: choice.label for choice in KNOBS["model.cell"].choices}

Schedule = dict[tuple[int, int], dict[str, object]]


def script_of(exported: RunExport, file: str, text_file: str) -> str:
    """Return the script.

    Args:
        exported: The run, with its text.
        file: What the script will be called.
        text_file: The file beside it that will have the text.

    Raises:
        ExportError: The run cannot be repeated: its text is not known, or the network or the
            text became another one on the way.
    """
    return _Script(exported, file, text_file).text()


class _Script:
    """What the parts are filled with."""

    def __init__(self, exported: RunExport, file: str, text_file: str) -> None:
        if exported.corpus is None:
            raise ExportError(
                QT_TRANSLATE_NOOP(
                    "Errors",
                    "The script needs the text that the run was trained on. Open that text first.",
                )
            )
        self._run, self._corpus = exported.run, exported.corpus
        self._start = exported.start
        self._title, self._file, self._text_file = str(exported.title), file, text_file
        self._trained = training_length(exported.corpus, self._start.corpus.held_out)
        self._schedule = self._scheduled()
        self._ever = {
            name: {value_at(self._start, path)}
            | {change[name] for change in self._schedule.values() if name in change}
            for path, name in _NAMES.items()
            if name in ("sampling", "optimizer")
        }

    def text(self) -> str:
        """Return the whole script."""
        parts = [self._head(), self._text_part()]
        if "consecutive" in self._ever["sampling"]:
            parts.append(CONSECUTIVE)
        if "random" in self._ever["sampling"]:
            parts.append(RANDOM)
        parts += [self._weights(), self._model()]
        parts += [SGD] if "sgd" in self._ever["optimizer"] else []
        parts += [ADAM] if "adam" in self._ever["optimizer"] else []
        parts += [HELD_OUT.format(trained=self._trained)] if self._reads_held_out else []
        parts.append(PREDICT)
        if self._recuts:
            forget = "moments.clear(); now.t = 0" if "adam" in self._ever["optimizer"] else "pass"
            parts.append(RECUT.replace("{forget_moments}", forget))
        return "".join([*parts, self._train()])

    # The parts

    @property
    def _reads_held_out(self) -> bool:
        return self._trained < len(self._corpus)

    @property
    def _by_hand(self) -> bool:
        return CELLS[self._start.model.cell].gluon is None

    @property
    def _recuts(self) -> bool:
        return any(name in change for change in self._schedule.values() for name in _RECUTTING)

    def _head(self) -> str:
        model = self._start.model
        settings = {name: value_at(self._start, path) for path, name in _NAMES.items()}
        head = HEAD.format(
            title=_in_docstring(f"{self._title}: {self._corpus.name}"),
            file=_in_docstring(self._file),
            cell=_CELLS[model.cell],
            imports="" if self._by_hand else "from mxnet.gluon import nn, rnn\n",
            hidden=model.hidden,
            layers=model.layers,
            settings="\n".join(f"    {n}={_literal(v)}," for n, v in settings.items()),
        )
        if not self._schedule:
            return head
        lines = (f"    {at}: {_settings(what)}," for at, what in self._schedule.items())
        return head + CHANGES.format(changes="\n".join(lines))

    def _text_part(self) -> str:
        share = "all of it"
        if self._reads_held_out:
            share = f"the last {len(self._corpus) - self._trained} characters are held out"
        return TEXT.format(text_file=self._text_file, trained=self._trained, trained_comment=share)

    def _weights(self) -> str:
        model, kind = self._start.model, CELLS[self._start.model.cell]
        return WEIGHTS.format(
            gates=len(kind.packing),
            gates_comment=f"{len(kind.packing)} gates" if len(kind.packing) > 1 else "columns",
            seed=model.seed,
            sigma="0.01" if model.init == "normal" else "1 / math.sqrt(rows)",
        )

    def _model(self) -> str:
        model, kind = self._start.model, CELLS[self._start.model.cell]
        if kind.gluon is None:
            return BY_HAND.format(forget_bias=model.forget_bias)
        order = [kind.packing.index(gate) for gate in kind.gluon.gates]
        reordered = "W"
        if order != sorted(order):
            reordered = (
                f"np.concatenate([np.split(W, {len(order)}, axis=1)[g] for g in {order}], 1)"
            )
        form = kind.gluon.activation
        return GLUON.format(
            layer=kind.gluon.name,
            activation="" if form is None else f"activation={form!r}, ",
            reordered=reordered,
            biased=", but the forget gate's" if model.forget_bias and kind.biased else "",
            biases="".join(self._biases()),
        )

    def _biases(self) -> Iterator[str]:
        """Yield what is done to the biases of a layer of gluon, which has two for each gate."""
        model, kind = self._start.model, CELLS[self._start.model.cell]
        assert kind.gluon is not None
        if len(kind.biases) == 1:
            yield "        # One bias a gate, as in the book: gluon's second stays at zero.\n"
            yield '        getattr(model.rnn, f"l{layer}_h2h_bias").grad_req = "null"\n'
        if kind.biased is not None and model.forget_bias:
            place = kind.gluon.gates.index(kind.biased)
            yield f"        b = nd.zeros({len(kind.packing)} * num_hiddens)\n"
            yield f"        b[{place} * num_hiddens : {place + 1} * num_hiddens] = "
            yield f"{model.forget_bias}\n"
            yield '        getattr(model.rnn, f"l{layer}_i2h_bias").set_data(b)\n'

    def _train(self) -> str:
        sampling = self._ever["sampling"]
        zeros = "state is None or batch == 0"
        batches = {
            "consecutive": "consecutive_batch(batch)",
            "random": "random_batch(epoch, batch)",
        }
        next_batch = " if now.sampling == 'random' else ".join(
            batches[kind] for kind in ("random", "consecutive") if kind in sampling
        )
        if "random" in sampling:
            zeros += ' or now.sampling == "random"' if len(sampling) > 1 else " or True"
        both = len(self._ever["optimizer"]) > 1
        step = '(adam if now.optimizer == "adam" else sgd)' if both else self._start.train.optimizer
        return TRAIN.format(
            count="\n".join(_count(sampling)),
            adapt=self._adapt(),
            zeros=zeros.replace("state is None or batch == 0 or True", "True"),
            next_batch=next_batch,
            update=f"{step}(params, clipping(params))",
            after_epoch=_READ_HELD_OUT if self._reads_held_out else "",
        )

    def _adapt(self) -> str:
        if not self._schedule:
            return ""
        what = "vars(now).update(changes.pop((epoch, batch)))"
        if self._recuts:
            what = (
                "batch, loss_sum, state = "
                "adapt(changes.pop((epoch, batch)), batch, loss_sum, state)"
            )
        return f"        if (epoch, batch) in changes:\n            {what}\n"

    # The changes

    def _scheduled(self) -> Schedule:
        """Return the changes by epochs and batches; those of one place are one."""
        schedule: Schedule = {}
        now, place, at = self._start, (0, 0), self._start
        for change in self._run.changes:
            _require_repeatable(change)
            found = self._place(change.x, now)
            if found != place:
                place, at = found, now
            now = change.after
            schedule.pop(place, None)
            different = _different(at, now)
            if different:
                schedule[place] = different
        return schedule

    def _place(self, x: float, now: Experiment) -> tuple[int, int]:
        train = now.train
        batches = batches_per_epoch(
            self._trained, train.batch_size, train.num_steps, train.sampling
        )
        return divmod(round(x * batches), batches)


_READ_HELD_OUT = '            print(f"held out, perplexity {read_held_out():.6f}")\n'


def _count(sampling: set[object]) -> Iterator[str]:
    """Yield the lines that count the batches of an epoch."""
    random = "(len(trained) - 1) // now.num_steps // now.batch_size"
    consecutive = "(len(trained) // now.batch_size - 1) // now.num_steps"
    if len(sampling) > 1:
        yield '    if now.sampling == "random":'
        yield f"        return {random}"
    yield f"    return {random if sampling == {'random'} else consecutive}"


def _require_repeatable(change: KeptChange) -> None:
    different = any(value_at(change.before, p) != value_at(change.after, p) for p in _FIXED)
    if change.back_to is None and change.text_before == change.text_after and not different:
        return
    raise ExportError(
        QT_TRANSLATE_NOOP(
            "Errors",
            "The script cannot repeat this run: after {epochs} epochs the network or the text "
            "became another one, or it went back to its best moment. Export its table or its "
            "report.",
        ),
        epochs=f"{change.x:.4g}",
    )


def _different(before: Experiment, after: Experiment) -> dict[str, object]:
    pairs = {n: (value_at(before, p), value_at(after, p)) for p, n in _NAMES.items()}
    return {name: new for name, (old, new) in pairs.items() if old != new}


def _settings(values: Mapping[str, object]) -> str:
    return f"dict({', '.join(f'{name}={_literal(value)}' for name, value in values.items())})"


def _literal(value: object) -> str:
    return repr(list(value) if isinstance(value, tuple) else value)


def _in_docstring(text: str) -> str:
    return text.replace("\\", "/").replace('"""', "'''").replace("\n", " ")
