// The pairs that pass the filters, in the order of the list of matches; a pair steps through it.

import { ordered } from "./order.js";
import { selected } from "./filter.js";

/** @typedef {import("./report.js").Report} Report @typedef {import("../state.js").State} State */

/** Numbers outweigh quotations, and these names. @param {Report} report @param {number} pair */
function changeWeight({ matches: m }, pair) {
  return m.number[pair] * 10000 + m.quotation[pair] * 100 + m.name[pair] * 10 + Math.min(9, m.edits[pair]);
}

/** @param {Report} report @param {State} state */
export function orderedPairs(report, state) {
  const m = report.matches;
  /** @type {Record<string, (pair: number) => number>} */
  const by = {
    relation: (pair) => m.relation[pair],
    left: (pair) => m.leftCoverage[pair],
    right: (pair) => m.rightCoverage[pair],
    date: (pair) => report.published(m.right[pair]) ?? Infinity,
    changed: (pair) => changeWeight(report, pair),
  };
  const sorted = state.view === "matches" || state.view === "pair" ? state.sort : "";
  return ordered(
    selected(report, state).pairs,
    sorted || "relation",
    by,
    (one, other) => m.rightCoverage[other] - m.rightCoverage[one] || one - other,
  );
}
