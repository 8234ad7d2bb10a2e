// What to look at first: the largest stories, copies that changed facts, pages that double blocks, outlets that others carry.

import { h, plain } from "../parts/dom.js";
import { count, share } from "../parts/format.js";
import { changes, firstOf, groupAddress, originLine, outletLink, pairLink, titleOf } from "../parts/links.js";
import { meter } from "../parts/bars.js";
import { address } from "../state.js";
import { partsOf } from "../data/group_parts.js";
import { outletRows } from "../data/flows.js";
import { sparkline } from "../charts/timeline.js";

/** @typedef {import("../data/report.js").Report} Report @typedef {import("../data/filter.js").Selection} Selection */

const SHOWN = 6;
const ALARM_PAGES = 3; // of one outlet with a doubled block, before a selector is suspected
const ALARM_SHARE = 0.2; // of its pages

/** @param {Report} report @param {Selection} found */
export function firstLooks(report, found) {
  const outlets = outletRows(report, found);
  return [
    h("div", { class: "columns" }, largest(report, found), changedCopies(report, found)),
    h("div", { class: "columns" }, alarms(report, outlets), carriedMost(report, outlets)),
  ];
}

/** @param {string} title @param {any[]} rows @param {string} empty @param {...any} more */
function card(title, rows, empty, ...more) {
  return h(
    "section",
    { class: "card" },
    h("h2", null, title),
    rows.length ? h("ol", { class: "looks" }, rows) : h("p", { class: "empty" }, empty),
    more,
  );
}

/** @param {Report} report @param {Selection} found */
function largest(report, { stories, clusters }) {
  const [groups, view] = stories.length ? [stories, "story"] : [clusters, "cluster"];
  const rows = groups
    .slice(0, SHOWN)
    .map((group) =>
      h(
        "li",
        null,
        h("a", { href: groupAddress(view, report, group) }, titleOf(report, firstOf(report, group))),
        sparkline(report, group.members, partsOf(report, group)),
        h("span", { class: "quiet" }, count(group.members.length, "article"), " · ", originLine(group.origin)),
      ),
    );
  return card(
    stories.length ? "Largest stories" : "Largest clusters",
    rows,
    "No two articles are copies, or report one event.",
  );
}

/** One pair of a cluster, those whose later text is covered most first. @param {Report} report @param {Selection} found */
function changedCopies(report, { pairs }) {
  const m = report.matches;
  const rows = pairs.filter(
    (pair) => m.number[pair] + m.quotation[pair] + m.name[pair] && report.relation(pair) !== "boilerplate",
  );
  rows.sort(
    (one, other) => m.rightCoverage[other] - m.rightCoverage[one] || m.number[one] - m.number[other] || one - other,
  );
  const byCluster = new Map();
  for (const pair of rows) {
    const cluster = report.clusterOf[m.left[pair]];
    if (!byCluster.has(cluster)) byCluster.set(cluster, pair);
    if (byCluster.size === SHOWN) break;
  }
  const shown = [...byCluster.values()].map((pair) =>
    h(
      "li",
      null,
      pairLink(report, pair, titleOf(report, m.right[pair])),
      changes(report, pair),
      h("span", { class: "quiet" }, plain(report.outlet(m.right[pair])), " from ", plain(report.outlet(m.left[pair]))),
    ),
  );
  return card("Copies that changed numbers, names or quotations", shown, "None.");
}

/** @param {Report} report @param {import("../data/flows.js").OutletRow[]} outlets */
function alarms(report, outlets) {
  const rows = outlets
    .filter(({ doubled }) => doubled)
    .sort((one, other) => other.doubled / other.articles - one.doubled / one.articles || other.doubled - one.doubled);
  const shown = rows
    .slice(0, SHOWN)
    .map(({ outlet, articles, doubled }) =>
      h(
        "li",
        null,
        h(
          "a",
          { href: address({ view: "articles", key: "", outlet: outlet < 0 ? "" : String(outlet), sort: "-doubled" }) },
          plain(report.outlets[outlet] ?? "no outlet"),
        ),
        h("span", null, `${share(doubled, articles)} of ${count(articles, "page")}`),
        doubled >= ALARM_PAGES &&
          doubled / articles >= ALARM_SHARE &&
          h("span", { class: "alarm" }, "a selector probably matches twice"),
      ),
    );
  return card("Doubled blocks by outlet", shown, "No page holds a block twice.");
}

/** @param {Report} report @param {import("../data/flows.js").OutletRow[]} outlets */
function carriedMost(report, outlets) {
  const rows = outlets.filter(({ carried }) => carried).slice(0, SHOWN);
  const shown = rows.map(({ outlet, carried }) =>
    h(
      "li",
      null,
      outletLink(report, outlet),
      h("span", null, count(carried, "article")),
      meter(carried, rows[0].carried),
    ),
  );
  return card(
    "Most carried by others",
    shown,
    "No outlet carries another, as far as dates show.",
    h("p", null, h("a", { href: address({ view: "outlets", key: "", sort: "" }) }, "Who carries whom")),
  );
}
