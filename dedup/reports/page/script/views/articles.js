// All articles that pass the filters.

import { h, heading, plain } from "../parts/dom.js";
import { moment, oneLine, share, whole } from "../parts/format.js";
import { articleLink } from "../parts/links.js";
import { badge } from "../parts/relations.js";
import { stacked } from "../parts/bars.js";
import { list } from "../parts/list.js";
import { selected } from "../data/filter.js";
import { ordered } from "../data/order.js";

/** @typedef {import("../data/report.js").Report} Report @typedef {import("../state.js").State} State */

const COLUMNS = [
  { name: "title", head: "Article", kind: "wide" },
  { name: "date", head: "Published (UTC)", sort: "date", kind: "medium" },
  { name: "text", head: "Redundant", sort: "redundant", kind: "medium" },
  { name: "doubled", head: "Doubled", sort: "doubled", kind: "figure" },
  { name: "source", head: "From", kind: "medium" },
  { name: "matches", head: "Matches", sort: "matches", kind: "figure" },
];

/** The characters of an article by part. @param {Report} report @param {number} article @returns {Record<string, number>} */
export function partsOfText(report, article) {
  return Object.fromEntries(Object.entries(report.length).map(([part, sizes]) => [part, sizes[article]]));
}

/** @param {Report} report @param {number} article */
function redundant(report, article) {
  return report.length.copied[article] + report.length.doubled[article];
}

/** @param {Report} report @param {State} state */
export function articles(report, state) {
  const { articles: passes } = selected(report, state);
  const rows = [];
  for (let article = 0; article < report.count; article++) if (passes[article]) rows.push(article);
  const size = (/** @type {number} */ article) => report.articles.length[article] || 1;
  /** @type {Record<string, (article: number) => number>} */
  const by = {
    date: (article) => report.published(article) ?? Infinity,
    redundant: (article) => redundant(report, article) / size(article),
    doubled: (article) => report.length.doubled[article] / size(article),
    matches: (article) => report.matchesOf[article].length,
  };
  const sorted = state.sort || "date";
  const shown = ordered(rows, sorted, by, (one, other) => one - other);
  return h(
    "div",
    null,
    heading("Articles ", h("span", { class: "quiet number" }, whole(shown.length))),
    list({
      label: "Articles",
      kind: "articles",
      columns: COLUMNS,
      length: shown.length,
      sorted,
      empty: "No article passes the filters.",
      row: (place) => articleRow(report, shown[place]),
    }),
  );
}

/** @param {Report} report @param {number} article */
function articleRow(report, article) {
  const { length, source } = report.articles;
  const from = source[article];
  const doubled = report.length.doubled[article];
  return [
    [
      articleLink(report, article),
      h(
        "span",
        { class: "second" },
        plain(oneLine(report.outlet(article), 60)),
        report.isReference[article] ? " · reference" : "",
      ),
    ],
    moment(report.published(article)),
    [
      stacked(partsOfText(report, article)),
      h("span", { class: "second number" }, share(redundant(report, article), length[article])),
    ],
    doubled ? share(doubled, length[article]) : "",
    from >= 0
      ? [
          badge(report.relation(from)),
          h("span", { class: "second" }, plain(oneLine(report.outlet(report.matches.left[from]), 40))),
        ]
      : "",
    report.matchesOf[article].length || "",
  ];
}
