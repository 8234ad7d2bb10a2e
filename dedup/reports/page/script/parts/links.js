// Links to articles, pairs and groups, and the line that says where and when something was published.

import { h, plain } from "./dom.js";
import { count, moment, percent, oneLine } from "./format.js";
import { address } from "../state.js";

/** @typedef {import("../data/report.js").Report} Report @typedef {import("../data/report.js").Group} Group */

const TITLE_CHARACTERS = 240;

/** @param {Report} report @param {number} article */
export function titleOf(report, article) {
  return plain(oneLine(report.title(article), TITLE_CHARACTERS));
}

/** @param {Report} report @param {number} article @param {object} [patch] */
export function articleAddress(report, article, patch) {
  return address({ view: "article", key: report.articles.key[article], ...patch });
}

/** @param {Report} report @param {number} article @param {object} [patch] */
export function articleLink(report, article, patch) {
  return h("a", { href: articleAddress(report, article, patch) }, titleOf(report, article));
}

/** @param {Report} report @param {number} pair */
export function pairKey(report, pair) {
  const { left, right } = report.matches;
  return `${report.articles.key[left[pair]]}.${report.articles.key[right[pair]]}`;
}

/** @param {Report} report @param {number} pair */
export function pairAddress(report, pair) {
  return address({ view: "pair", key: pairKey(report, pair) });
}

/** @param {Report} report @param {number} pair @param {...any} children */
export function pairLink(report, pair, ...children) {
  return h("a", { href: pairAddress(report, pair) }, children);
}

/** @param {string} view @param {Report} report @param {Group} group */
export function groupAddress(view, report, group) {
  return address({ view, key: report.articles.key[group.members[0]], sort: "" });
}

/** @param {Report} report @param {number} outlet */
export function outletLink(report, outlet) {
  return h(
    "a",
    { href: address({ view: "articles", key: "", sort: "", outlet: outlet < 0 ? "" : String(outlet) }) },
    plain(report.outlets[outlet] ?? "no outlet"),
  );
}

/** @param {Report} report @param {number} article */
export function byline(report, article) {
  const reference = report.isReference[article] ? [" · ", h("span", { class: "reference" }, "reference")] : null;
  return h(
    "span",
    { class: "byline" },
    plain(oneLine(report.outlet(article), 80)),
    " · ",
    h("time", null, moment(report.published(article))),
    reference,
  );
}

/** The article that a group is named by: that of its likely origin, else the earliest. @param {Report} report @param {Group} group */
export function firstOf(report, group) {
  if (group.origin && group.origin.article >= 0 && group.members.includes(group.origin.article))
    return group.origin.article;
  const at = (/** @type {number} */ article) => report.published(article) ?? Infinity;
  return group.members.reduce((one, other) => (at(other) < at(one) ? other : one));
}

/** @param {import("../data/report.js").Origin | null} origin */
export function originLine(origin) {
  if (!origin) return h("span", { class: "quiet" }, "origin not known");
  return h("span", null, plain(origin.name), h("span", { class: "quiet" }, ` ${percent(origin.confidence)} sure`));
}

const CHANGED = /** @type {const} */ (["number", "name", "quotation"]);

/** What the edits of a pair changed, in words. @param {Report} report @param {number} pair */
export function changes(report, pair) {
  const m = report.matches;
  const found = CHANGED.filter((name) => m[name][pair]).map((name) => changed(name, count(m[name][pair], name)));
  if (found.length) return h("span", { class: "changes" }, found);
  return m.edits[pair] ? h("span", { class: "quiet" }, count(m.edits[pair], "edit")) : "";
}

/** @param {string} kind @param {string} [words] */
export function changed(kind, words) {
  return h("span", { class: `changed is-${kind}` }, words ?? kind);
}
