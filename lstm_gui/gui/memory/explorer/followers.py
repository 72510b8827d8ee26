"""What the views have the engine answer again and again while they are seen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from lstm_gui.core.corpus.vocabulary import Vocabulary
from lstm_gui.core.inspection.mattering import Mattering, WhoMattered
from lstm_gui.core.inspection.reach import LONGEST, MeasureReach, Reach
from lstm_gui.core.inspection.spans import MeasureSpan, MemorySpan, recalls
from lstm_gui.core.training.joints import Joint
from lstm_gui.core.worker.commands import Follow, WatchJoint
from lstm_gui.core.worker.events import Built, Followed
from lstm_gui.gui.memory.map.panel import MemoryPanel
from lstm_gui.gui.session.bridge import WorkerBridge
from lstm_gui.gui.widgets.late_view import LateView

if TYPE_CHECKING:
    from lstm_gui.gui.memory.distance.panel import DistancePanel
    from lstm_gui.gui.memory.reading.panel import ReadingPanel

__all__ = ["JointFollower", "MatteringFollower", "ReachFollower", "SpanFollower"]


class _PairFollower(QObject):
    """Has something measured of the run and its twin, while the panel of distances is seen."""

    def __init__(
        self, distance: LateView[DistancePanel], bridge: WorkerBridge, *, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._distance = distance
        self._bridge = bridge
        self._names: tuple[str, str] | None = None
        bridge.run.followed.connect(self._on_run_followed)
        bridge.twin.followed.connect(self._on_twin_followed)
        bridge.twin.ended.connect(self._on_twin_ended)
        distance.when_made(self._on_distance_made)

    def _on_distance_made(self, panel: DistancePanel) -> None:
        raise NotImplementedError

    def _on_twin_ended(self) -> None:
        raise NotImplementedError

    def _show(self, run: int, event: Followed) -> None:
        """Show what came for the run, 0, or for its twin, 1."""
        raise NotImplementedError

    def _on_run_followed(self, event: Followed) -> None:
        self._show(0, event)

    def _on_twin_followed(self, event: Followed) -> None:
        self._show(1, event)


class ReachFollower(_PairFollower):
    """Has the reach of gradients measured."""

    _num_steps = 0
    _longest = LONGEST

    def begin(self, event: Built) -> None:
        """Begin with another model: of the last one nothing is shown any more."""
        self.set_num_steps(event.experiment.train.num_steps)
        if not event.continues:
            for panel in self._distance.made:
                panel.reach.set_reach(0, None)
                panel.reach.set_reach(1, None)

    def set_names(self, names: tuple[str, str] | None) -> None:
        """Call the run and its twin so; None while there is none."""
        self._names = names
        for panel in self._distance.made:
            panel.reach.set_names(names)

    def set_num_steps(self, num_steps: int) -> None:
        """Mark how many time steps a gradient of training reaches back."""
        self._num_steps = num_steps
        for panel in self._distance.made:
            panel.reach.set_num_steps(num_steps)

    def _on_distance_made(self, panel: DistancePanel) -> None:
        panel.visibilityChanged.connect(self._on_distance_visibility_changed)
        panel.longestChosen.connect(self._on_distance_longest_chosen)
        panel.reach.set_names(self._names)
        panel.reach.set_num_steps(self._num_steps)

    def _on_distance_visibility_changed(self, visible: bool) -> None:
        job = MeasureReach(self._longest) if visible else None
        self._bridge.post(Follow("reach", job, twin=True))

    def _on_distance_longest_chosen(self, longest: int) -> None:
        self._longest = longest
        self._on_distance_visibility_changed(visible=True)

    def _on_twin_ended(self) -> None:
        for panel in self._distance.made:
            panel.reach.set_reach(1, None)

    def _show(self, run: int, event: Followed) -> None:
        if isinstance(event.result, Reach):
            for panel in self._distance.made:
                panel.reach.set_reach(run, event.result)


class MatteringFollower(QObject):
    """Has it told who mattered to the chosen character of the probe text, while that is seen."""

    def __init__(
        self, reading: LateView[ReadingPanel], bridge: WorkerBridge, *, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._reading = reading
        self._bridge = bridge
        bridge.run.followed.connect(self._on_run_followed)
        reading.when_made(self._on_reading_made)

    def _on_reading_made(self, panel: ReadingPanel) -> None:
        panel.matteringAsked.connect(self._on_reading_mattering_asked)

    def _on_reading_mattering_asked(self, text: str, position: int) -> None:
        job = WhoMattered(text, position) if text else None
        self._bridge.post(Follow("mattered", job))

    def _on_run_followed(self, event: Followed) -> None:
        if event.topic == "mattered" and isinstance(event.result, Mattering):
            for panel in self._reading.made:
                panel.set_mattering(event.result)


class JointFollower(QObject):
    """Has the engine show its joints in the heat map, while they are wanted there."""

    def __init__(self, memory: MemoryPanel, bridge: WorkerBridge, *, parent: QObject) -> None:
        super().__init__(parent)
        self._memory = memory
        self._bridge = bridge
        self._vocabulary: Vocabulary | None = None
        memory.jointAsked.connect(self._on_memory_joint_asked)
        bridge.run.followed.connect(self._on_run_followed)

    def begin(self, event: Built) -> None:
        """Begin with another model, or with batches of another kind."""
        train = event.experiment.train
        self._vocabulary = event.corpus.vocabulary
        self._memory.text.joint.set_training(train.sampling, train.batch_size)
        self._memory.set_joint(None)

    def _on_memory_joint_asked(self, track: int | None) -> None:
        self._bridge.post(WatchJoint(track))

    def _on_run_followed(self, event: Followed) -> None:
        if isinstance(event.result, Joint) and self._vocabulary is not None:
            joint, decode = event.result, self._vocabulary.decode
            self._memory.set_joint(joint, decode(joint.before.ids), decode(joint.after.ids))


class SpanFollower(_PairFollower):
    """Has the memory span measured; only a model that is trained on the recall task has one."""

    _is_recall = False
    _step: int | None = None
    _seen = False

    def __init__(
        self, distance: LateView[DistancePanel], bridge: WorkerBridge, *, parent: QObject
    ) -> None:
        super().__init__(distance, bridge, parent=parent)
        bridge.twin.began.connect(self._on_twin_ended)

    def begin(self, event: Built) -> None:
        """Begin with another model, or another text: of the last one nothing is shown any more."""
        before, self._is_recall = self._is_recall, recalls(event.corpus) is not None
        for panel in self._distance.made:
            panel.recall.set_recall(self._is_recall)
            if not event.continues:
                panel.recall.forget(0)
                panel.recall.forget(1)
        if before != self._is_recall and self._seen:
            self._follow()

    def set_names(self, names: tuple[str, str] | None) -> None:
        """Call the run and its twin so; None while there is none."""
        self._names = names
        for panel in self._distance.made:
            panel.recall.set_names(names)

    def set_moment(self, step: int | None) -> None:
        """Show what was measured up to a step of the past; None for the newest."""
        self._step = step
        for panel in self._distance.made:
            panel.recall.set_moment(step)

    def _follow(self) -> None:
        job = MeasureSpan() if self._seen and self._is_recall else None
        self._bridge.post(Follow("span", job, twin=True))

    def _on_distance_made(self, panel: DistancePanel) -> None:
        panel.visibilityChanged.connect(self._on_distance_visibility_changed)
        panel.recall.set_names(self._names)
        panel.recall.set_recall(self._is_recall)
        panel.recall.set_moment(self._step)

    def _on_distance_visibility_changed(self, visible: bool) -> None:
        self._seen = visible
        self._follow()

    def _on_twin_ended(self) -> None:
        for panel in self._distance.made:
            panel.recall.forget(1)

    def _show(self, run: int, event: Followed) -> None:
        if isinstance(event.result, MemorySpan):
            for panel in self._distance.made:
                panel.recall.add_span(run, event.step, event.result)
