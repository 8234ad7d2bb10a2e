// What of the report passes the filters.

import { BY_WORDING } from "../parts/relations.js";
import { searchedWords, searchLines, textHits } from "./search.js";
import { regrouped } from "./regroup.js";

/**
 * @typedef {import("./report.js").Report} Report @typedef {import("./report.js").Group} Group
 * @typedef {import("../state.js").State} State
 * @typedef {object} Selection
 * @property {string} key of the filters
 * @property {Uint8Array} articles 1 for each article that passes @property {number[]} pairs those that pass
 * @property {Uint8Array} isLinked 1 for each pair that passes
 * @property {Group[]} clusters @property {Group[]} stories
 */

export const MEASURES = /** @type {Record<string, string>} */ ({
  both: "of both texts",
  shorter: "of the shorter text",
  jaccard: "of all phrases (Jaccard)",
});

/** How much wording a pair has in common, in thousandths. @param {Report} report @param {string} name */
export function measureOf(report, name) {
  const { leftCoverage, rightCoverage, jaccard } = report.matches;
  if (name === "jaccard") return (/** @type {number} */ pair) => jaccard[pair];
  if (name === "shorter") return (/** @type {number} */ pair) => Math.max(leftCoverage[pair], rightCoverage[pair]);
  return (/** @type {number} */ pair) => Math.min(leftCoverage[pair], rightCoverage[pair]);
}

/** @param {string} day @returns {number | null} minutes since 1970 */
function minutesOf(day) {
  return /^\d{4}-\d\d-\d\d$/.test(day) ? Date.parse(`${day}T00:00Z`) / 60000 : null;
}

/** The two outlets of a link between outlets: who carries, and whom. @param {State} state */
export function carriedOutlets(state) {
  return state.outlet.includes("~") ? state.outlet.split("~").map(Number) : null;
}

/** The articles that pass by themselves: by words, outlet, language, collection and date. @param {Report} report @param {State} state */
function passingArticles(report, state) {
  const passes = new Uint8Array(report.count);
  const { outlet, language, published } = report.articles;
  const words = searchedWords(state);
  const hits = textHits(state);
  const lines = words.length ? searchLines(report) : [];
  const [from, until] = [minutesOf(state.from), minutesOf(state.to)];
  const only = state.outlet && !carriedOutlets(state) ? Number(state.outlet) : null;
  const spoken = state.language ? Number(state.language) : null;
  const side = state.side ? Number(state.side === "reference") : null;
  for (let article = 0; article < report.count; article++) {
    const at = published[article];
    const isOut =
      (only !== null && outlet[article] !== only) ||
      (spoken !== null && language[article] !== spoken) ||
      (side !== null && report.isReference[article] !== side) ||
      (from !== null && (at === null || at < from)) ||
      (until !== null && (at === null || at >= until + 1440)) ||
      (words.length && !words.every((word) => lines[article].includes(word)) && !hits.has(article));
    passes[article] = isOut ? 0 : 1;
  }
  return passes;
}

/** The pairs that pass: one of their articles passes, and so do their relation, wording and changes.
 * @param {Report} report @param {State} state @param {Uint8Array} articles */
function passingPairs(report, state, articles) {
  const m = report.matches;
  const off = state.off.split(",");
  const isOn = report.relations.map((name) => !off.includes(name));
  const isWorded = report.relations.map((name) => BY_WORDING.includes(name));
  const measure = measureOf(report, state.measure);
  const least = Number(state.min) * 10;
  const cell = carriedOutlets(state);
  const changed = state.changed ? m[state.changed] : null;
  const { outlet } = report.articles;
  const found = [];
  for (let pair = 0; pair < report.pairs; pair++) {
    const [relation, left, right] = [m.relation[pair], m.left[pair], m.right[pair]];
    if (!isOn[relation] || (isWorded[relation] && measure(pair) < least)) continue;
    if (!articles[left] && !articles[right]) continue;
    if (changed && !changed[pair]) continue;
    if (cell) {
      const carrier = report.carrier(pair);
      if (outlet[carrier] !== cell[0] || outlet[report.other(pair, carrier)] !== cell[1]) continue;
    }
    found.push(pair);
  }
  return found;
}

/** @type {Selection | null} */
let kept = null;

/** What passes the filters of a state; the last answer is kept. @param {Report} report @param {State} state @returns {Selection} */
export function selected(report, state) {
  const { q, off, outlet, language, from, to, side, min, measure, changed } = state;
  const key = JSON.stringify([q, off, outlet, language, from, to, side, min, measure, changed, textHits(state).size]);
  if (kept?.key !== key) kept = select(report, state, key);
  return kept;
}

/** @param {Report} report @param {State} state @param {string} key @returns {Selection} */
function select(report, state, key) {
  const articles = passingArticles(report, state);
  const pairs = passingPairs(report, state, articles);
  const isLinked = new Uint8Array(report.pairs);
  for (const pair of pairs) isLinked[pair] = 1;
  if (state.off || state.changed || carriedOutlets(state)) {
    // a threshold takes links away, never articles
    const paired = new Uint8Array(report.count);
    for (const pair of pairs) paired[report.matches.left[pair]] = paired[report.matches.right[pair]] = 1;
    for (let article = 0; article < report.count; article++) articles[article] &= paired[article];
  }
  const passes = (/** @type {Group} */ { members }) => members.some((article) => articles[article]);
  const clusters = regrouped(report, Number(state.min) * 10, measureOf(report, state.measure));
  return { key, articles, pairs, isLinked, clusters: clusters.filter(passes), stories: report.stories.filter(passes) };
}

/** How many pairs of each relation pass, whichever relations are switched off. @param {Report} report @param {State} state */
export function relationCounts(report, state) {
  const counts = new Uint32Array(report.relations.length);
  const pairs = passingPairs(report, { ...state, off: "" }, passingArticles(report, state));
  for (const pair of pairs) counts[report.matches.relation[pair]]++;
  return counts;
}

/** The measures of all pairs by relation, whatever the threshold. @param {Report} report @param {State} state */
export function measuresByRelation(report, state) {
  /** @type {Record<string, number[]>} */
  const found = Object.fromEntries(report.relations.map((name) => [name, []]));
  const measure = measureOf(report, state.measure);
  const unbounded = { ...state, min: "0" };
  for (const pair of passingPairs(report, unbounded, passingArticles(report, unbounded)))
    found[report.relation(pair)].push(measure(pair));
  return found;
}
