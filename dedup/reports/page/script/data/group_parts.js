// What an article is in a group: the first, or what it is to its closest earlier one there.

import { firstOf } from "../parts/links.js";

/** @typedef {import("./report.js").Report} Report @typedef {import("./report.js").Group} Group */

/** @param {Report} report @param {Group} group @returns {import("../charts/timeline.js").PartOf} */
export function partsOf(report, group) {
  const members = new Set(group.members);
  const first = firstOf(report, group);
  return (article) => {
    if (article === first) return { relation: "first", pair: -1, from: -1 };
    let pair = report.articles.source[article];
    if (pair < 0 || !members.has(report.matches.left[pair])) pair = report.pairOf(article, first);
    return pair < 0
      ? { relation: "same_story", pair, from: -1 }
      : { relation: report.relation(pair), pair, from: report.other(pair, article) };
  };
}

/** The first and the last date of some articles. @param {Report} report @param {number[]} members @returns {[number, number] | null} */
export function extentOf(report, members) {
  let [first, last] = [Infinity, -Infinity];
  for (const article of members) {
    const at = report.published(article);
    if (at !== null) [first, last] = [Math.min(first, at), Math.max(last, at)];
  }
  return first <= last ? [first, last] : null;
}

/** @param {Report} report @param {number[]} members */
export function outletsIn(report, members) {
  return new Set(members.map((article) => report.articles.outlet[article])).size;
}
