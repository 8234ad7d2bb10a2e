// Shares as bars, with their numbers beside them.

import { h, unseen } from "./dom.js";
import { percent } from "./format.js";

/** The parts of a text, in order, and what they are. @type {[string, string][]} */
export const PARTS = [
  ["own", "first in this report"],
  ["copied", "copied from another article"],
  ["doubled", "twice on one page"],
  ["boilerplate", "boilerplate"],
];

/** @param {number} thousandths @param {string} [label] */
export function bar(thousandths, label) {
  return h(
    "span",
    { class: "share" },
    h("span", { class: "share-bar", "aria-hidden": "true" }, h("span", { style: { width: `${thousandths / 10}%` } })),
    h("span", { class: "number" }, percent(thousandths)),
    label && unseen(` ${label}`),
  );
}

/** The parts of a text as one bar. @param {Record<string, number>} sizes @param {string} [kind] */
export function stacked(sizes, kind) {
  const total = PARTS.reduce((sum, [name]) => sum + sizes[name], 0) || 1;
  const parts = PARTS.filter(([name]) => sizes[name] > 0);
  return h(
    "span",
    { class: `stacked ${kind ?? ""}`, "aria-hidden": "true" },
    parts.map(([name]) => h("span", { class: `part is-${name}`, style: { width: `${(100 * sizes[name]) / total}%` } })),
  );
}

/** @param {number} size @param {number} all */
export function meter(size, all) {
  return h(
    "span",
    { class: "meter", "aria-hidden": "true" },
    h("span", { style: { width: `${(100 * size) / (all || 1)}%` } }),
  );
}

/** @param {string} kind */
export function swatch(kind) {
  return h("span", { class: `swatch ${kind}`, "aria-hidden": "true" });
}
