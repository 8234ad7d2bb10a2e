// What was not read, what was counted, what the page leaves out, and what the words mean.

import { h, heading, plain, scrolling, tableHead } from "../parts/dom.js";
import { count, oneLine, whole } from "../parts/format.js";
import { articleLink } from "../parts/links.js";
import { icon, RELATION } from "../parts/relations.js";
import { KEYS } from "../key_names.js";

/** @typedef {import("../data/report.js").Report} Report */

const NOTES_SHOWN = 500;
const SERIES_SHOWN = 100;

/** @param {Report} report */
export function notes(report) {
  return h(
    "div",
    { class: "prose" },
    heading("About this report"),
    leftOut(report),
    report.kind === "pair"
      ? null
      : [
          noteTable(count(report.skipped.length, "input was", "inputs were") + " not read", report.skipped),
          report.warnings.length > 0 && noteTable(count(report.warnings.length, "warning"), report.warnings),
          seriesTable(report),
          h("h2", null, "Counted"),
          h(
            "dl",
            { class: "terms" },
            Object.entries(report.stats).map(([name, size]) => [
              h("dt", null, name.replaceAll("_", " ")),
              h("dd", { class: "number" }, whole(size)),
            ]),
          ),
        ],
    meanings(),
  );
}

/** What the page does not hold. @param {Report} report */
function leftOut(report) {
  const m = report.matches;
  const unaligned = report.pairs - report.alignedBefore[report.pairs];
  const withoutText = report.articles.withoutText.length;
  if (!unaligned && !withoutText) return null;
  const byRelation = report
    .foundRelations()
    .map((name) => [
      name,
      m.relation.filter(
        (/** @type {number} */ relation, /** @type {number} */ pair) =>
          report.relations[relation] === name && !m.isAligned[pair],
      ).length,
    ])
    .filter(([, size]) => size);
  return h(
    "section",
    { class: "left-out" },
    h("h2", null, "What this page leaves out"),
    h(
      "ul",
      null,
      unaligned > 0 &&
        h(
          "li",
          null,
          `The passages of ${count(unaligned, "pair")} were not looked for: ${byRelation.map(([name, size]) => `${whole(Number(size))} ${RELATION[name].name}`).join(", ")}. Their measures are here; --html-pairs says whose passages are looked for.`,
        ),
      withoutText > 0 &&
        h(
          "li",
          null,
          `The texts of ${count(withoutText, "article")}: a page holds some 24 million characters, those of articles with matches first.`,
        ),
    ),
  );
}

/** @param {string} title @param {[string, number | null, string][]} rows */
function noteTable(title, rows) {
  const lines = rows
    .slice(0, NOTES_SHOWN)
    .map(([path, record, reason]) =>
      h(
        "tr",
        null,
        h("td", null, plain(path)),
        h("td", { class: "number" }, record === null ? "" : whole(record)),
        h("td", null, plain(reason)),
      ),
    );
  return [
    h("h2", null, title),
    rows.length > 0 &&
      scrolling(
        title,
        h("table", { class: "plain-table" }, tableHead(["Path", "Record", "Reason"]), h("tbody", null, lines)),
      ),
    rows.length > NOTES_SHOWN && h("p", { class: "quiet" }, `The first ${NOTES_SHOWN}.`),
  ];
}

/** @param {Report} report */
function seriesTable(report) {
  if (!report.series.length) return null;
  const lines = report.series
    .slice(0, SERIES_SHOWN)
    .map(({ members, shape }) =>
      h(
        "tr",
        null,
        h("td", { class: "number" }, whole(members.length)),
        h("td", null, plain(oneLine(shape, 120))),
        h("td", null, members.length > 0 && articleLink(report, members[0])),
      ),
    );
  return [
    h("h2", null, `${whole(report.series.length)} series: bulletins and columns`),
    h("p", null, "They fill in one form again and again, and are no rewrites of each other."),
    scrolling(
      "Series",
      h("table", { class: "plain-table" }, tableHead(["Articles", "Form", "First"]), h("tbody", null, lines)),
    ),
    report.series.length > SERIES_SHOWN && h("p", { class: "quiet" }, `The ${SERIES_SHOWN} largest.`),
  ];
}

function meanings() {
  const relations = Object.entries(RELATION).filter(([name]) => name !== "distinct");
  return [
    h("h2", null, "Relations"),
    h(
      "dl",
      { class: "terms" },
      relations.map(([name, { name: word, means }]) => [h("dt", null, icon(name), word), h("dd", null, means)]),
    ),
    h("h2", null, "What the numbers say"),
    h(
      "p",
      null,
      "Shares are of an article's counted words: a doubled block counts once, boilerplate not at all. ",
      h("em", null, "Redundant"),
      " is what an article has from the closest one published before it, and what its page holds twice. Of two articles without dates none is earlier, and their ids decide the order. Stories, rewrites and origins are judgements, each shown with its likelihood or its evidence.",
    ),
    h("h2", null, "Keys"),
    h(
      "dl",
      { class: "terms" },
      KEYS.map(([keys, what]) => [
        h(
          "dt",
          null,
          keys.map((key) => h("kbd", null, key)),
        ),
        h("dd", null, what),
      ]),
    ),
  ];
}
