// A histogram of shares, 0 to 100 %, as one strip.

import { svg } from "../parts/dom.js";
import { whole } from "../parts/format.js";

const BINS = 50;
const HEIGHT = 20;

/** @param {number[]} values in thousandths @param {string} relation */
export function strip(values, relation) {
  const bins = new Uint32Array(BINS);
  for (const value of values) bins[Math.min(BINS - 1, Math.floor((value * BINS) / 1000))]++;
  const top = Math.max(...bins, 1);
  const bars = [...bins].map((size, bin) => {
    if (!size) return null;
    const height = Math.max(1, (HEIGHT - 1) * Math.sqrt(size / top)); // the root, or one tall bar would hide all others
    return svg(
      "rect",
      { x: bin + 0.08, width: 0.84, y: HEIGHT - height, height },
      svg("title", null, `${bin * 2} to ${bin * 2 + 2} %: ${whole(size)}`),
    );
  });
  return svg(
    "svg",
    {
      class: `strip is-${relation}`,
      viewBox: `0 0 ${BINS} ${HEIGHT}`,
      preserveAspectRatio: "none",
      "aria-hidden": "true",
    },
    bars,
  );
}
