"""The picture of `throughput.py`: articles a second of every contender, and how time grows with the corpus."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

Measured = tuple[str, int, float]  # contender, articles, CPU seconds


def plot(measured: Sequence[Measured], target: Path) -> None:
    """Draw bars for the largest corpus that most contenders ran on, and lines over all sizes; needs matplotlib."""
    try:
        from matplotlib import rc_context
        from matplotlib.figure import Figure
    except ImportError:
        print("no plot: matplotlib is not installed")
        return
    figure = Figure(figsize=(11, 4), layout="constrained")
    bars, lines = figure.subplots(1, 2)
    size = _widest(measured)
    shown = sorted((articles / seconds, name) for name, articles, seconds in measured if articles == size)
    bars.barh([name for _, name in shown], [rate for rate, _ in shown], color="#31688e")
    bars.set(xscale="log", xlabel="articles a CPU second", title=f"{size:,} articles")
    for name in dict.fromkeys(name for name, _, _ in measured):
        points = sorted((articles, 1e6 * seconds / articles) for other, articles, seconds in measured if other == name)
        lines.plot([articles for articles, _ in points], [micros for _, micros in points], marker="o", label=name)
    lines.set(xscale="log", yscale="log", xlabel="articles", ylabel="CPU microseconds an article", title="growth")
    lines.legend(fontsize=8)
    target.parent.mkdir(parents=True, exist_ok=True)
    with rc_context({"svg.hashsalt": "dedup"}):
        figure.savefig(target, metadata={"Date": None} if target.suffix == ".svg" else None)


def _widest(measured: Sequence[Measured]) -> int:
    """The corpus that most contenders ran on; the larger of two."""
    counts: dict[int, int] = {}
    for _, articles, _ in measured:
        counts[articles] = counts.get(articles, 0) + 1
    return max(counts, key=lambda articles: (counts[articles], articles))
