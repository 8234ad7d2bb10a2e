// Shares over a measure, both from 0 to 1: lines, and points with their intervals.

import { h, svg } from "../parts/dom.js";

/**
 * @typedef {{name: string, kind: string, points: number[][]}} Line points of x and y
 * @typedef {{name: string, kind: string, points: {x: number, y: number, low: number, high: number}[]}} Marks
 */

const [WIDTH, HEIGHT, LEFT, BOTTOM, EDGE] = [480, 300, 44, 42, 22];
const TICKS = [0, 0.25, 0.5, 0.75, 1];

const x = (/** @type {number} */ value) => LEFT + value * (WIDTH - LEFT - EDGE);
const y = (/** @type {number} */ value) => HEIGHT - BOTTOM - value * (HEIGHT - BOTTOM - EDGE);

/** @param {string} label of what lies below @param {Line[]} lines @param {Marks[]} marks @param {string} words for who does not see it */
export function curves(label, lines, marks, words) {
  return h(
    "figure",
    { class: "curves" },
    svg(
      "svg",
      { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: "img", "aria-label": words },
      TICKS.map(grid),
      svg("text", { x: x(0.5), y: HEIGHT - 6, class: "tick", "text-anchor": "middle" }, label),
      lines.map(({ kind, points }) =>
        svg("polyline", { class: `curve is-${kind}`, points: points.map(([at, value]) => `${x(at)},${y(value)}`).join(" ") }),
      ),
      marks.map(({ kind, points }) => points.map((point) => marked(point, kind))),
    ),
    h(
      "figcaption",
      null,
      [...lines, ...marks].map(({ name, kind }) => h("span", { class: `key is-${kind}` }, name)),
    ),
  );
}

/** @param {number} at */
function grid(at) {
  const per = `${at * 100} %`;
  return [
    svg("line", { x1: x(at), x2: x(at), y1: y(0), y2: y(1), class: "grid" }),
    svg("line", { x1: x(0), x2: x(1), y1: y(at), y2: y(at), class: "grid" }),
    svg("text", { x: x(at), y: y(0) + 16, class: "tick", "text-anchor": "middle" }, per),
    svg("text", { x: x(0) - 5, y: y(at) + 4, class: "tick", "text-anchor": "end" }, per),
  ];
}

/** @param {{x: number, y: number, low: number, high: number}} point @param {string} kind */
function marked(point, kind) {
  return [
    svg("line", { x1: x(point.x), x2: x(point.x), y1: y(point.low), y2: y(point.high), class: `curve is-${kind}` }),
    svg("circle", { cx: x(point.x), cy: y(point.y), r: 4, class: `point is-${kind}` }),
  ];
}
