// Who carries whom: an article is put down to its closest earlier one, of another outlet, as far as both have dates.

import { CARRIED } from "../parts/relations.js";

/**
 * @typedef {import("./report.js").Report} Report @typedef {import("./filter.js").Selection} Selection
 * @typedef {object} OutletRow
 * @property {number} outlet or -1 @property {number} articles @property {number} carries @property {number} carried
 * @property {number} doubled articles with a doubled block @property {Record<string, number>} length characters by part
 * @typedef {{carrier: number, source: number, articles: number, lag: number, share: number}} Flow `lag` is the median in
 * minutes, `share` that of the carrier's articles in thousandths
 */

/** What is found of each outlet, the most carried first. @param {Report} report @param {Selection} found @returns {OutletRow[]} */
export function outletRows(report, found) {
  /** @type {Map<number, OutletRow>} */
  const rows = new Map();
  const row = (/** @type {number} */ outlet) => {
    const made = rows.get(outlet) ?? {
      outlet,
      articles: 0,
      carries: 0,
      carried: 0,
      doubled: 0,
      length: { own: 0, copied: 0, doubled: 0, boilerplate: 0 },
    };
    rows.set(outlet, made);
    return made;
  };
  for (let article = 0; article < report.count; article++) {
    if (!found.articles[article]) continue;
    const now = row(report.articles.outlet[article]);
    now.articles++;
    now.doubled += report.hasDoubled[article];
    for (const part of Object.keys(now.length)) now.length[part] += /** @type {any} */ (report.length)[part][article];
    const source = carriedFrom(report, found, article);
    if (source < 0) continue;
    now.carries++;
    row(report.articles.outlet[report.matches.left[source]]).carried++;
  }
  return [...rows.values()]
    .filter(({ articles }) => articles)
    .sort((one, other) => other.carried - one.carried || other.articles - one.articles);
}

/** The pair by which an article is carried from another outlet, or -1. @param {Report} report @param {Selection} found @param {number} article */
export function carriedFrom(report, found, article) {
  const source = report.articles.source[article];
  if (source < 0 || !found.isLinked[source] || report.lag(source) === null) return -1;
  const { outlet } = report.articles;
  const from = outlet[report.matches.left[source]];
  const isCarried =
    CARRIED.includes(report.relation(source)) && from >= 0 && outlet[article] >= 0 && from !== outlet[article];
  return isCarried ? source : -1;
}

/** Who carries whom, how much and how late, the strongest first. @param {Report} report @param {Selection} found @returns {Flow[]} */
export function flows(report, found) {
  const { outlet } = report.articles;
  /** @type {Map<string, number[]>} */
  const lags = new Map();
  const all = new Uint32Array(report.outlets.length);
  for (let article = 0; article < report.count; article++) {
    if (!found.articles[article] || outlet[article] < 0) continue;
    all[outlet[article]]++;
    const source = carriedFrom(report, found, article);
    if (source < 0) continue;
    const key = `${outlet[article]}~${outlet[report.matches.left[source]]}`;
    lags.set(key, [...(lags.get(key) ?? []), Number(report.lag(source))]);
  }
  const rows = [...lags].map(([key, each]) => {
    const [carrier, source] = key.split("~").map(Number);
    return {
      carrier,
      source,
      articles: each.length,
      lag: median(each),
      share: Math.round((1000 * each.length) / all[carrier]),
    };
  });
  return rows.sort(
    (one, other) => other.articles - one.articles || one.carrier - other.carrier || one.source - other.source,
  );
}

/** @param {number[]} numbers */
function median(numbers) {
  const sorted = numbers.sort((one, other) => one - other);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
