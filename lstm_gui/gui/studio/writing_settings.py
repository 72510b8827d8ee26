"""How the studio writes: length, temperature, top-k, top-p, variants, seed and the like."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QGridLayout, QVBoxLayout, QWidget

from lstm_gui.core.inspection.copies import LEAST_SPAN
from lstm_gui.core.settings.groups import MAX_SEED, GenerateRequest, random_seed
from lstm_gui.gui.widgets.formats import tooltip
from lstm_gui.gui.widgets.labels import PlainLabel, WrapLabel
from lstm_gui.gui.widgets.number_boxes import CountBox, DecimalBox
from lstm_gui.gui.widgets.theme import GRID
from lstm_gui.gui.widgets.translation import Retranslated

__all__ = ["MOST_VARIANTS", "WritingSettings"]

MOST_VARIANTS = 8
MAX_LENGTH, DEFAULT_LENGTH = 5000, 100
_LONGEST_SPAN = 100
_MOST_EPOCHS = 1000
_SEEDS = 10_000
_DECIMALS = 2


def _short_seed() -> int:
    """Return a seed that can be read out and typed again."""
    return random_seed() % _SEEDS


@dataclass(frozen=True, slots=True)
class _Field:
    """A number box with its label; the texts are those of the language in use."""

    box: CountBox | DecimalBox
    label: PlainLabel


class WritingSettings(Retranslated, QWidget):
    """The settings at the side of the page.

    Signals:
        leastSpanChanged(int): Shorter copies are no longer to be marked, or are.
    """

    leastSpanChanged = Signal(int)

    def __init__(
        self, *, seed: Callable[[], int] = _short_seed, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("writingSettings")
        self._new_seed = seed
        self._line_ends = True
        self._fields: dict[str, _Field] = {}
        self._length = self._count("length", 1, MAX_LENGTH, DEFAULT_LENGTH)
        self._temperature = self._decimal("temperature", 0, 5, 0.8)
        self._top_k = self._count("topK", 0, 100_000, 0)
        self._top_p = self._decimal("topP", 0.01, 1, 1, step=0.05)
        self._penalty = self._decimal("penalty", 1, 10, 1)
        self._variants = self._count("variants", 1, MOST_VARIANTS, 1)
        self._seed = self._count("seed", 0, MAX_SEED, 0)
        self._least_span = self._count("leastSpan", 1, _LONGEST_SPAN, LEAST_SPAN)
        self._every = self._count("every", 0, _MOST_EPOCHS, 0)
        self._line_end = self._check("untilLineEndCheck")
        self._why_not = WrapLabel()
        self._why_not.setObjectName("noLineEndsLabel")
        self._why_not.setProperty("role", "muted")
        self._greedy = self._check("greedyBesideCheck")
        self._fresh = self._check("newSeedCheck", checked=True)
        self._least_span.valueChanged.connect(self.leastSpanChanged)
        self._line_end.toggled.connect(self._refresh)
        self._temperature.valueChanged.connect(self._refresh)
        self._lay_out()
        self.retranslate()

    @property
    def greedy_beside(self) -> bool:
        """Whether the likeliest text is wanted too, beside those that are drawn."""
        return self._greedy.isChecked() and self._greedy.isEnabled()

    @property
    def least_span(self) -> int:
        """How many characters a copy has at least to be marked."""
        return self._least_span.value()

    @property
    def every(self) -> int:
        """After how many epochs the last request is written again; 0 for never."""
        return self._every.value()

    def set_line_ends(self, there: bool) -> None:
        """Tell whether the end of a line can be seen in the text that is trained on."""
        self._line_ends = there
        self._refresh()

    def set_seed(self, seed: int) -> None:
        """Write with this seed until the person wants others."""
        self._fresh.setChecked(False)
        self._seed.setValue(seed)

    def renew_seed(self) -> None:
        """Take another seed, unless the person wants to keep this one."""
        if self._fresh.isChecked() and self._temperature.value() > 0:
            self._seed.setValue(self._new_seed())

    def request(self, prefix: str) -> GenerateRequest:
        """Return what is to be written after a prefix."""
        temperature = round(self._temperature.value(), _DECIMALS)
        return GenerateRequest(
            prefix=prefix,
            length=MAX_LENGTH if self._until_line_end else self._length.value(),
            until_line_end=self._until_line_end,
            temperature=temperature,
            top_k=self._top_k.value(),
            top_p=round(self._top_p.value(), _DECIMALS),
            repetition_penalty=round(self._penalty.value(), _DECIMALS),
            variants=self._variants.value() if temperature > 0 else 1,
            seed=self._seed.value(),
        )

    def retranslate(self) -> None:
        """Set all texts."""
        self._name("length", self.tr("Length"), self.tr("How many characters to write"))
        self._name(
            "temperature",
            self.tr("Temperature"),
            self.tr("0 is greedy: always the likeliest character. Higher values choose freely."),
        )
        self._name("topK", self.tr("Top-k"), self.tr("Choose among the k likeliest only"))
        self._name(
            "topP",
            self.tr("Top-p"),
            self.tr("Choose among the fewest of the likeliest that have p together"),
        )
        self._name(
            "penalty",
            self.tr("Repetition penalty"),
            self.tr("Make characters that stand in the text already less likely"),
        )
        self._name(
            "variants", self.tr("Variants"), self.tr("So many texts at once, each drawn anew")
        )
        self._name("seed", self.tr("Seed"), self.tr("The same seed and model give the same text"))
        self._name(
            "leastSpan",
            self.tr("Shortest copy"),
            self.tr("So many characters in a row make a copy that is underlined"),
        )
        self._name(
            "every",
            self.tr("Write again every"),
            self.tr("The last request, every so many epochs: watch the model improve"),
        )
        self._set_values()
        self._line_end.setText(self.tr("Until the line ends"))
        self._line_end.setToolTip(self.tr("Write to the end of a line, however long it is"))
        self._greedy.setText(self.tr("Greedy beside"))
        self._greedy.setToolTip(self.tr("Write the likeliest text too, beside those drawn"))
        self._fresh.setText(self.tr("New seed each time"))
        self._fresh.setToolTip(self.tr("Switch off to write with this seed again"))
        for check in (self._line_end, self._greedy, self._fresh):
            check.setAccessibleName(check.text())
        self._refresh()

    def _set_values(self) -> None:
        self._length.setSuffix(self.tr(" characters"))
        self._least_span.setSuffix(self.tr(" characters"))
        self._temperature.setSpecialValueText(self.tr("0 · greedy"))
        self._top_k.setSpecialValueText(self.tr("all"))
        self._penalty.setSpecialValueText(self.tr("none"))
        self._every.setSpecialValueText(self.tr("never"))
        self._every.setSuffix(self.tr(" epochs"))

    @property
    def _until_line_end(self) -> bool:
        return self._line_end.isChecked() and self._line_ends

    def _count(self, name: str, low: int, high: int, value: int) -> CountBox:
        box = CountBox()
        box.setRange(low, high)
        box.setValue(value)
        self._keep(name, box)
        return box

    def _decimal(
        self, name: str, low: float, high: float, value: float, *, step: float = 0.1
    ) -> DecimalBox:
        box = DecimalBox()
        box.setDecimals(_DECIMALS)
        box.setRange(low, high)
        box.setSingleStep(step)
        box.setValue(value)
        self._keep(name, box)
        return box

    def _keep(self, name: str, box: CountBox | DecimalBox) -> None:
        box.setObjectName(f"studio{name[0].upper()}{name[1:]}Spin")
        box.setAlignment(Qt.AlignmentFlag.AlignRight)
        label = PlainLabel()
        label.setBuddy(box)
        self._fields[name] = _Field(box, label)

    def _check(self, name: str, *, checked: bool = False) -> QCheckBox:
        check = QCheckBox()
        check.setObjectName(name)
        check.setChecked(checked)
        return check

    def _name(self, name: str, label: str, tip: str) -> None:
        field = self._fields[name]
        field.label.setText(label)
        field.box.setAccessibleName(label)
        field.box.setToolTip(tooltip(tip))

    def _lay_out(self) -> None:
        form = QGridLayout()
        form.setHorizontalSpacing(GRID)
        form.setVerticalSpacing(GRID // 2)
        form.setColumnStretch(1, 1)
        after: dict[str, tuple[QWidget, ...]] = {
            "length": (self._line_end, self._why_not),
            "variants": (self._greedy,),
            "seed": (self._fresh,),
        }
        row = 0
        for name, field in self._fields.items():
            form.addWidget(field.label, row, 0)
            form.addWidget(field.box, row, 1)
            row += 1
            for widget in after.get(name, ()):
                form.addWidget(widget, row, 0, 1, 2)
                row += 1
        column = QVBoxLayout(self)
        column.setContentsMargins(GRID, GRID, GRID, GRID)
        column.addLayout(form)
        column.addStretch(1)

    def _refresh(self) -> None:
        self._line_end.setEnabled(self._line_ends)
        why = self.tr("In this text a new line is a space, as between words: no end can be seen.")
        self._why_not.set_message("" if self._line_ends else why)
        self._length.setEnabled(not self._until_line_end)
        drawn = self._temperature.value() > 0
        for box in (self._top_k, self._top_p, self._variants, self._seed):
            box.setEnabled(drawn)
        for check in (self._greedy, self._fresh):
            check.setEnabled(drawn)
