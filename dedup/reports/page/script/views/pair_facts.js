// A pair in short: its passages, the changes that an editor must explain, and the evidence of one story.

import { h, plain } from "../parts/dom.js";
import { count, oneLine, percent } from "../parts/format.js";
import { swatch } from "../parts/bars.js";
import { PASSAGE_COLOURS } from "../parts/marked.js";
import { BITS, CHANGES } from "../data/passages.js";

/** @typedef {import("../data/report.js").Report} Report @typedef {import("./pair.js").Opened} Opened @typedef {import("../data/passages.js").Edit} Edit */

const CHANGES_SHOWN = 12;
const PASSAGES_SHOWN = 12;
const EVIDENCE_SHOWN = 24;
const CHANGE_CHARACTERS = 60;
const HEADS = { number: "Changed numbers", name: "Changed names", quotation: "Changed inside quotations" };

/** @param {Report} report @param {Opened} opened @param {(number: number) => void} show goes to an edit */
export function factsOf(report, opened, show) {
  const edits = opened.found.passages.flatMap((each) => each.edits).map((edit, number) => ({ edit, number }));
  const kinds = CHANGES.filter((kind) => edits.some(({ edit }) => edit.changed & BITS[kind]));
  const callouts = kinds.map((kind) =>
    callout(
      kind,
      edits.filter(({ edit }) => edit.changed & BITS[kind]),
      opened,
      show,
    ),
  );
  return [
    inShort(
      report,
      opened,
      edits.map(({ edit }) => edit),
    ),
    callouts.length ? h("div", { class: "callouts" }, callouts) : "",
    evidence(opened),
  ].filter(Boolean);
}

/** @param {Report} report @param {Opened} opened @param {Edit[]} edits */
function inShort(report, { pair, found }, edits) {
  const m = report.matches;
  const plainEdits = edits.filter(({ changed }) => !changed).length;
  const passages = found.passages
    .slice(0, PASSAGES_SHOWN)
    .map((each, n) => [
      swatch(`c${n % PASSAGE_COLOURS}`),
      `passage ${n + 1}: ${count(each.words, "word")}, ${each.kind}${each.similarity < 1000 ? `, ${percent(each.similarity)} alike` : ""}`,
    ]);
  const facts = [
    !m.isAligned[pair] && h("strong", null, "passages were not looked for in this pair"),
    ...passages,
    found.passages.length > PASSAGES_SHOWN && `${found.passages.length - PASSAGES_SHOWN} more passages`,
    found.summaries.length > 0 && `a summary of the other in ${count(found.summaries.length, "stretch", "stretches")}`,
    edits.length > 0 &&
      `${count(edits.length, "edit")}${plainEdits && plainEdits < edits.length ? `, ${plainEdits} of them of no number, name or quotation` : ""}`,
    m.title[pair] >= 0 && `titles ${percent(m.title[pair])} alike`,
    `Jaccard ${(m.jaccard[pair] / 1000).toFixed(2)}`,
  ];
  return h(
    "p",
    { class: "in-short" },
    facts.filter(Boolean).map((fact) => h("span", { class: "fact" }, fact)),
  );
}

/** @param {"number" | "name" | "quotation"} kind @param {{edit: Edit, number: number}[]} edits @param {Opened} opened @param {(number: number) => void} show */
function callout(kind, edits, { texts: [left, right] }, show) {
  const words = (/** @type {string} */ text) =>
    text.trim() ? plain(oneLine(text, CHANGE_CHARACTERS)) : h("span", { class: "quiet" }, "nothing");
  const rows = edits
    .slice(0, CHANGES_SHOWN)
    .map(({ edit, number }) =>
      h(
        "li",
        null,
        h(
          "button",
          { onclick: () => show(number) },
          h("del", null, words(left.slice(...edit.left))),
          " → ",
          h("ins", null, words(right.slice(...edit.right))),
        ),
      ),
    );
  return h(
    "div",
    { class: `callout is-${kind}`, tabindex: rows.length > 5 ? 0 : null },
    h("h2", null, HEADS[kind]),
    h(
      "ul",
      null,
      rows,
      edits.length > CHANGES_SHOWN &&
        h("li", { class: "quiet" }, `and ${edits.length - CHANGES_SHOWN} more in the text`),
    ),
  );
}

/** @param {Opened} opened */
function evidence({ found }) {
  const rows = found.evidence.filter(({ weight }) => weight !== 0).slice(0, EVIDENCE_SHOWN);
  if (!rows.length) return "";
  return h(
    "div",
    { class: "evidence" },
    h("h2", null, "Evidence of one story"),
    h(
      "ul",
      null,
      rows.map(({ kind, text }) => h("li", null, h("span", { class: "quiet" }, `${kind} `), plain(text))),
    ),
  );
}
