// Who carries whom: the links between articles of two outlets are those of the report; here they are filtered and counted.

import { CARRIED } from "../parts/relations.js";

/**
 * @typedef {import("./report.js").Report} Report @typedef {import("./filter.js").Selection} Selection
 * @typedef {object} OutletRow
 * @property {number} outlet or -1 @property {number} articles @property {number} carries @property {number} carried
 * @property {number} doubled articles with a doubled block @property {Record<string, number>} length characters by part
 * @typedef {{carrier: number, source: number, relation: number, articles: number, lag: number, share: number}} Flow
 * `lag` is the median in minutes, `share` that of the carrier's articles in thousandths
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
    const pair = linkOf(report, found, article);
    if (!isCarried(report, pair)) continue;
    now.carries++;
    row(report.articles.outlet[report.other(pair, article)]).carried++;
  }
  return [...rows.values()]
    .filter(({ articles }) => articles)
    .sort((one, other) => other.carried - one.carried || other.articles - one.articles);
}

/** The pair by which an article carries or follows one of another outlet, or -1.
 * @param {Report} report @param {Selection} found @param {number} article */
function linkOf(report, found, article) {
  const pair = report.articles.carried[article];
  return pair >= 0 && found.isLinked[pair] ? pair : -1;
}

/** Whether an article was made from that of the other outlet. @param {Report} report @param {number} pair */
function isCarried(report, pair) {
  return pair >= 0 && CARRIED.includes(report.relation(pair));
}

/** Who carries or follows whom, how much and how late: the links of `report.outlets()`, the strongest first.
 * @param {Report} report @param {Selection} found @returns {Flow[]} */
export function flows(report, found) {
  const { outlet, published } = report.articles;
  /** @type {Map<string, number[]>} */
  const lags = new Map();
  const all = new Uint32Array(report.outlets.length);
  for (let article = 0; article < report.count; article++) {
    if (!found.articles[article] || outlet[article] < 0) continue;
    all[outlet[article]]++;
    const pair = linkOf(report, found, article);
    if (pair < 0) continue;
    const first = report.other(pair, article);
    const key = [outlet[article], outlet[first], report.matches.relation[pair]].join();
    const lag = published[article] - published[first];
    lags.set(key, [...(lags.get(key) ?? []), lag]);
  }
  const rows = [...lags].map(([key, each]) => {
    const [carrier, source, relation] = key.split(",").map(Number);
    const part = Math.round((1000 * each.length) / all[carrier]);
    return { carrier, source, relation, articles: each.length, lag: median(each), share: part };
  });
  return rows.sort(
    (one, other) =>
      other.articles - one.articles ||
      one.carrier - other.carrier ||
      one.source - other.source ||
      one.relation - other.relation,
  );
}

/** The relations that are switched off where only some are looked at. @param {Report} report @param {string[]} shown */
export function offBut(report, shown) {
  return report.relations.filter((name) => !shown.includes(name)).join();
}

/** @param {number[]} numbers */
function median(numbers) {
  const sorted = numbers.sort((one, other) => one - other);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
