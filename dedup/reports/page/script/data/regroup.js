// What becomes of the clusters at a threshold. It takes links away, and a cluster falls apart into what still hangs
// together. Nothing is joined that was not joined before, so no chain of small likenesses makes one of many; without a
// threshold the clusters are those of the report.

import { COPIES } from "../parts/relations.js";

/** @typedef {import("./report.js").Report} Report @typedef {import("./report.js").Group} Group */

/** Clusters at a threshold, largest first. @param {Report} report @param {number} least thousandths @param {(pair: number) => number} measure @returns {Group[]} */
export function regrouped(report, least, measure) {
  if (!least) return report.clusters;
  const find = linkedBy(report, (pair) => measure(pair) >= least);
  /** @type {Group[]} */
  const groups = [];
  for (const cluster of report.clusters) {
    /** @type {Map<number, number[]>} */
    const parts = new Map();
    for (const article of cluster.members) {
      const first = find(article);
      const part = parts.get(first);
      if (part) part.push(article);
      else parts.set(first, [article]);
    }
    for (const members of parts.values())
      if (members.length > 1) groups.push({ ...cluster, members, isPart: parts.size > 1 });
  }
  return groups.sort((one, other) => other.members.length - one.members.length || one.number - other.number);
}

/** Union and find over the copies within each cluster. @param {Report} report @param {(pair: number) => boolean} holds */
function linkedBy(report, holds) {
  const root = Int32Array.from({ length: report.count }, (_, article) => article);
  const find = (/** @type {number} */ article) => {
    while (root[article] !== article) article = root[article] = root[root[article]];
    return article;
  };
  const { left, right, relation } = report.matches;
  const isCopy = report.relations.map((name) => COPIES.includes(name));
  for (let pair = 0; pair < report.pairs; pair++) {
    const cluster = report.clusterOf[left[pair]];
    if (!isCopy[relation[pair]] || cluster < 0 || cluster !== report.clusterOf[right[pair]] || !holds(pair)) continue;
    root[find(right[pair])] = find(left[pair]);
  }
  return find;
}
