// Matches as comma-separated values. Spreadsheets run a cell that begins like a formula: such a cell gets an apostrophe in
// front, and every text is quoted, so that no other separator makes a cell begin inside one.

import { moment } from "../parts/format.js";

/** @typedef {import("./report.js").Report} Report */

const FORMULA_START = /^[=+\-@\t\r\n＝＋－＠]/;
const BOM = "\ufeff"; // spreadsheets read UTF-8 by it
const SIDE_FIELDS = ["id", "title", "outlet", "published", "url", "coverage"];
const HEAD = [
  "relation",
  ...["earlier", "later"].flatMap((side) => SIDE_FIELDS.map((field) => `${side}_${field}`)),
  "minutes_later",
  "jaccard",
  "edits",
  "changed_numbers",
  "changed_names",
  "changed_quotations",
  "reason",
];

/** @param {string | number | null} value */
export function csvCell(value) {
  if (value === null) return "";
  if (typeof value === "number") return String(value);
  const safe = FORMULA_START.test(value) ? `'${value}` : value;
  return `"${safe.replaceAll('"', '""')}"`;
}

/** @param {Report} report @param {number} article @param {number} coverage */
function side(report, article, coverage) {
  const { id, title, outlet, url } = report.articles;
  const at = report.published(article);
  return [
    id[article],
    title[article],
    report.outlets[outlet[article]] ?? null,
    at === null ? null : moment(at),
    url[article],
    coverage / 1000,
  ];
}

/** @param {Report} report @param {number} pair */
function row(report, pair) {
  const m = report.matches;
  return [
    report.relation(pair),
    ...side(report, m.left[pair], m.leftCoverage[pair]),
    ...side(report, m.right[pair], m.rightCoverage[pair]),
    report.lag(pair),
    m.jaccard[pair] / 1000,
    m.edits[pair],
    m.number[pair],
    m.name[pair],
    m.quotation[pair],
    report.reasons[m.reason[pair]],
  ];
}

/** @param {Report} report @param {number[]} pairs */
export function matchesCsv(report, pairs) {
  return (
    BOM +
    [HEAD, ...pairs.map((pair) => row(report, pair))].map((cells) => `${cells.map(csvCell).join(",")}\r\n`).join("")
  );
}
