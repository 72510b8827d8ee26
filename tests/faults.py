"""What must survive, row by row, and how often a release tries it: the table of README.

The rows are those of a plan that was made from what trusted programs promise. A test stands for a
row by its mark, `@pytest.mark.release("K1")`; `tests.release` counts its cases. What is tried in
full with every change has no count here.
"""

from __future__ import annotations

from collections.abc import Iterable

from tests.release import Result, results

__all__ = ["ROWS", "faults_table"]

ROWS = {
    "K1": (
        "a save killed, or failing, at each of its calls to the system",
        "保存时在每一次系统调用处被强行终止或出错",
    ),
    "K2": ("a save killed at a random moment", "保存时在随机时刻被强行终止"),
    "K3": (
        "the program killed while it trains; it goes on to the bit",
        "训练中的程序被强行终止，恢复后分毫不差",
    ),
    "K4": (
        "the order that a power loss asks for, as the system sees it",
        "断电所要求的写入顺序，以系统所见为准",
    ),
    "K5": ("a crash while a layout or a run is restored", "恢复布局或运行时崩溃"),
    "S1": ("ended by the system while it trains", "训练中被系统结束"),
    "F1": (
        "files refused within 1 s and 50 MB, with what to do",
        "在 1 秒、50 MB 之内拒绝文件，并说明该怎么办",
    ),
    "M1": ("models and moments, damaged at random", "随机损坏的模型和时刻"),
    "M2": ("texts and zips, damaged at random", "随机损坏的文本和 zip"),
    "M3": (
        "preferences, layouts and the table of runs, damaged at random",
        "随机损坏的偏好设置、布局和运行表",
    ),
    "D1": ("a disk that is full at any place of a file", "写到文件任意位置时磁盘已满"),
    "O1": ("errors of the engine, at any place", "引擎在任意位置出错"),
    "N1": ("training that diverges, at any place", "训练在任意位置发散"),
    "Q1": ("a window closed in the middle of an epoch", "在迭代周期中途关闭窗口"),
    "U1": ("events of a monkey at the window", "对窗口的随机操作"),
    "U2": ("records of 200 changes, undone and redone", "200 项更改全部撤销再重做"),
    "L1": ("minutes of training in which memory levels off", "训练的分钟数，内存保持平稳"),
    "L2": (
        "windows, runs and models opened and closed, which leave nothing",
        "反复打开和关闭窗口、运行和模型，不留下任何东西",
    ),
    "C1": (
        "two processes that write at once, beside a killed one",
        "两个进程同时写入，旁边一个被终止",
    ),
    "R1": ("a run taken up again, to the bit", "接着训练，分毫不差"),
}

HEADS = {
    False: "| what is tried | runs | failures | date | commit |\n|---|---|---|---|---|",
    True: "| 测试内容 | 次数 | 失败 | 日期 | 提交 |\n|---|---|---|---|---|",
}


def faults_table(*, chinese: bool = False) -> str:
    """Return what came of each row when it was tried last, as a table."""
    found = results().values()
    lines = [HEADS[chinese]]
    for row, words in ROWS.items():
        cells = _cells([one for one in found if one.row == row], chinese=chinese)
        lines.append(f"| {row}: {words[chinese]} | {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


def _cells(found: Iterable[Result], *, chinese: bool) -> list[str]:
    tests = list(found)
    if not tests:
        return ["未运行" if chinese else "not run", "", "", ""]
    tried, promised = (sum(getattr(one, name) for one in tests) for name in ("tried", "promised"))
    of = f"{tried:,} / {promised:,}" if chinese else f"{tried:,} of {promised:,}"
    oldest = min(tests, key=lambda one: one.date)
    failures = sum(one.failures for one in tests)
    commits = ", ".join(sorted({one.commit for one in tests}))
    return [f"{tried:,}" if tried == promised else of, str(failures), oldest.date, commits]
