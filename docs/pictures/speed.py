"""Draws `speed.svg`: articles a CPU second of dedup and its peers, from `benchmarks/results/throughput.json`.

python docs/pictures/speed.py        writes the picture anew
"""

from __future__ import annotations

import json
from html import escape
from pathlib import Path

RESULTS = Path(__file__).parents[2] / "benchmarks" / "results" / "throughput.json"
PICTURE = Path(__file__).with_name("speed.svg")

ROW_HEIGHT, LEFT, BAR_WIDTH, WIDTH = 30, 250, 520, 900
SHOWN = {
    "dedup, bands alone": ("dedup, candidates only", "#7fa8d4"),
    "dedup": ("dedup", "#2f6db3"),
    "gaoya": ("gaoya", "#b9bec4"),
    "rensa": ("rensa", "#b9bec4"),
    "datasketch": ("datasketch", "#b9bec4"),
}
ARTICLES = 10_000  # the largest size at which every peer is run


def draw(results: dict[str, object]) -> str:
    """Bars of the contenders that were measured at 10,000 articles."""
    figures = results["figures"]
    assert isinstance(figures, dict)
    rates = {
        row["contender"]: row["articles_per_cpu_second"] for row in figures["results"] if row["articles"] == ARTICLES
    }
    shown = [(*SHOWN[name], rates[name]) for name in SHOWN if name in rates]
    fastest = max(rate for *_, rate in shown)
    height = 20 + ROW_HEIGHT * len(shown)
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" font-family="system-ui, sans-serif" '
        'font-size="13" role="img" aria-labelledby="title">',
        '<title id="title">Articles a CPU second: dedup and its peers on one corpus</title>',
        f'<rect width="{WIDTH}" height="{height}" fill="#ffffff"/>',
    ]
    for row, (label, colour, rate) in enumerate(shown):
        y = 10 + ROW_HEIGHT * row
        width = max(1.0, BAR_WIDTH * rate / fastest)
        lines += [
            f'<text x="{LEFT - 12}" y="{y + 16}" text-anchor="end" fill="#1b2b3d">{escape(label)}</text>',
            f'<rect x="{LEFT}" y="{y + 3}" width="{width:.1f}" height="18" fill="{colour}"/>',
            f'<text x="{LEFT + width + 8:.1f}" y="{y + 16}" fill="#4c5a68">{rate:,}</text>',
        ]
    return "\n".join([*lines, "</svg>", ""])


def read_results() -> dict[str, object]:
    """The newest recorded run."""
    results: dict[str, object] = json.loads(RESULTS.read_text(encoding="utf-8"))
    return results


if __name__ == "__main__":
    PICTURE.write_text(draw(read_results()), encoding="utf-8")
