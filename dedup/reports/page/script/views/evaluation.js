// How good the report is by labels: figures with their intervals, curves, and the pairs that were judged otherwise.

import { h, heading, plain, scrolling, tableHead } from "../parts/dom.js";
import { count, oneLine, whole } from "../parts/format.js";
import { articleLink, pairLink } from "../parts/links.js";
import { RELATION } from "../parts/relations.js";
import { curves } from "../charts/curves.js";

/** @typedef {import("../data/report.js").Report} Report @typedef {{value: number | null, low: number, high: number, right: number, pairs: number}} Share */

const FAULTS_SHOWN = 200;
const FAULTS = [
  ["errors", "Copies in the report, and not by the labels"],
  ["misses", "Copies by the labels, and not in the report"],
  ["others", "Other relations than the labelled ones"],
];

/** @param {Report} report */
export function evaluation(report) {
  const found = report.evaluation;
  return h(
    "div",
    { class: "evaluation" },
    heading("Evaluation ", h("span", { class: "quiet number" }, count(found.pairs, "labelled pair"))),
    found.relations.length > 0 && relationTable(found.relations),
    found.pairs > 0 && h("div", { class: "columns" }, thresholdCard(found), similarityCard(found)),
    found.groups.length > 0 && groupTable(found.groups),
    FAULTS.map(([name, title]) => faultTable(report, title, found[name])),
  );
}

/** @param {number | null} value */
const figure = (value) => (value === null ? "–" : value.toFixed(3));

/** @param {Share} share */
function shareCells({ value, low, high, right, pairs }) {
  return [
    h("td", { class: "number" }, figure(value), h("span", { class: "quiet" }, pairs ? ` ${figure(low)}–${figure(high)}` : "")),
    h("td", { class: "number" }, `${whole(right)} of ${whole(pairs)}`),
  ];
}

/** @param {{relation: string, precision: Share, recall: Share, f1: number | null}[]} scores */
function relationTable(scores) {
  const lines = scores.map(({ relation, precision, recall, f1 }) =>
    h(
      "tr",
      null,
      h("th", { scope: "row" }, RELATION[relation]?.name ?? "all copies"),
      shareCells(precision),
      shareCells(recall),
      h("td", { class: "number" }, figure(f1)),
    ),
  );
  const names = ["Relation", "Precision (95 %)", "Right", "Recall (95 %)", "Found", "F1"];
  return table("Figures of each relation", names, lines);
}

/** @param {any[]} groups */
function groupTable(groups) {
  const lines = groups.map((each) =>
    h(
      "tr",
      null,
      h("th", { scope: "row" }, each.kind),
      h("td", { class: "number" }, whole(each.articles)),
      ["bcubed_precision", "bcubed_recall", "bcubed_f1", "pairwise_precision", "pairwise_recall", "pairwise_f1", "adjusted_rand"].map(
        (name) => h("td", { class: "number" }, figure(each[name])),
      ),
    ),
  );
  const names = ["Groups", "Articles", "B-cubed P", "R", "F1", "Pairwise P", "R", "F1", "Adjusted Rand"];
  return [h("h2", null, "Groups"), table("Figures of groups", names, lines)];
}

/** @param {any} found */
function thresholdCard({ curve }) {
  if (!curve.length) return null;
  const line = (/** @type {number} */ place) => curve.map((/** @type {number[]} */ point) => [point[0], point[place]]);
  const lines = [
    { name: "precision", kind: "precision", points: line(1) },
    { name: "recall", kind: "recall", points: line(2) },
  ];
  const rows = curve.map((/** @type {number[]} */ point) => h("tr", null, numbers(point)));
  return h(
    "section",
    { class: "card" },
    h("h2", null, "Copies by threshold"),
    curves("least share of the words of one text", lines, [], "Precision and recall by threshold; the table below has the same."),
    asTable("Copies by threshold", ["Threshold", "Precision", "Recall"], rows),
  );
}

/** @param {any} found */
function similarityCard({ similarity_recall: steps, bands }) {
  const expected = bands.map((/** @type {number} */ value, /** @type {number} */ n) => [n / (bands.length - 1), value]);
  const points = steps.map((/** @type {any} */ [x, { value, low, high }]) => ({ x, y: value, low, high }));
  const rows = steps.map((/** @type {any} */ [similarity, { value, low, high, pairs }, byBands]) =>
    h("tr", null, numbers([similarity, value, low, high]), h("td", { class: "number" }, whole(pairs)), numbers([byBands])),
  );
  return h(
    "section",
    { class: "card" },
    h("h2", null, "Recall by similarity"),
    curves(
      "Jaccard similarity of three-word shingles",
      [{ name: "bands alone (LSH), expected", kind: "expected", points: expected }],
      [{ name: "labelled copies that are matches, 95 %", kind: "precision", points }],
      "Recall of labelled copies by similarity, beside that of bands alone; the table below has the same.",
    ),
    asTable("Recall by similarity", ["Similarity", "Found", "At least", "At most", "Pairs", "By bands"], rows),
  );
}

/** @param {(number | null)[]} values */
const numbers = (values) => values.map((value) => h("td", { class: "number" }, figure(value)));

/** @param {string} label @param {string[]} names @param {any[]} lines */
function table(label, names, lines) {
  return scrolling(label, h("table", { class: "plain-table" }, tableHead(names), h("tbody", null, lines)));
}

/** @param {string} label @param {string[]} names @param {any[]} lines */
function asTable(label, names, lines) {
  return h("details", null, h("summary", null, "As a table"), table(label, names, lines));
}

/** @param {Report} report @param {string} title @param {any[]} faults */
function faultTable(report, title, faults) {
  if (!faults.length) return null;
  const word = (/** @type {string} */ name) => RELATION[name]?.name ?? name;
  const lines = faults.slice(0, FAULTS_SHOWN).map(({ left, right, labelled, found, score, reason }) => {
    const pair = report.pairOf(left, right);
    return h(
      "tr",
      null,
      h("td", null, word(labelled)),
      h("td", null, pair < 0 ? word(found) : pairLink(report, pair, word(found))),
      h("td", { class: "number" }, figure(score)),
      h("td", null, articleLink(report, left)),
      h("td", null, articleLink(report, right)),
      h("td", null, plain(oneLine(reason, 200))),
    );
  });
  return [
    h("h2", null, `${title} `, h("span", { class: "quiet number" }, whole(faults.length))),
    table(title, ["Label", "Found", "Shared", "Left", "Right", "Reason"], lines),
    faults.length > FAULTS_SHOWN && h("p", { class: "quiet" }, `The first ${FAULTS_SHOWN}; --format json has all.`),
  ];
}
