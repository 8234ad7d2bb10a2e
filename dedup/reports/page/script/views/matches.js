// All pairs that pass, in a table of any length; some or all of them can be saved as CSV.

import { h, heading, plain } from "../parts/dom.js";
import { count, later, oneLine, whole } from "../parts/format.js";
import { byline, changes, pairAddress, titleOf } from "../parts/links.js";
import { badge } from "../parts/relations.js";
import { bar } from "../parts/bars.js";
import { list } from "../parts/list.js";
import { saveFile } from "../parts/saving.js";
import { orderedPairs } from "../data/pair_order.js";
import { matchesCsv } from "../data/matches_csv.js";

/** @typedef {import("../data/report.js").Report} Report @typedef {import("../state.js").State} State */

const COLUMNS = [
  { name: "choice", head: h("span", { class: "unseen" }, "Selected"), kind: "choice" },
  { name: "relation", head: "Relation", sort: "relation", kind: "label" },
  { name: "earlier", head: "Earlier", kind: "wide" },
  { name: "left", head: "Shared", sort: "left", kind: "shares", hint: "share of the earlier article's words" },
  { name: "later", head: "Later", kind: "wide", sort: "date" },
  { name: "right", head: "Shared", sort: "right", kind: "shares", hint: "share of the later article's words" },
  { name: "changed", head: "Changed", sort: "changed", kind: "medium" },
];

/** @type {Set<number>} the pairs that were selected, whatever is shown since */
const chosen = new Set();

/** @param {Report} report @param {State} state */
export function matches(report, state) {
  const pairs = orderedPairs(report, state);
  const save = h("button", {
    class: "button",
    onclick: () =>
      saveFile("matches.csv", matchesCsv(report, chosen.size ? [...chosen].sort((one, other) => one - other) : pairs)),
  });
  const clear = h("button", { class: "plain", onclick: () => choose(() => chosen.clear()) }, "Select none");
  const table = list({
    label: "Matches",
    kind: "matches",
    columns: COLUMNS,
    length: pairs.length,
    sorted: state.sort || "relation",
    empty: "No match passes the filters.",
    row: (place) => matchRow(report, pairs[place], choose),
  });

  /** @param {() => void} act */
  function choose(act) {
    act();
    clear.hidden = !chosen.size;
    save.textContent = `Save ${chosen.size ? `${whole(chosen.size)} selected` : count(pairs.length, "match", "matches")} as CSV`;
    for (const box of table.querySelectorAll("input[data-pair]"))
      /** @type {any} */ (box).checked = chosen.has(Number(/** @type {any} */ (box).dataset.pair));
  }
  choose(() => {});
  return h(
    "div",
    null,
    h(
      "div",
      { class: "list-head" },
      heading("Matches ", h("span", { class: "quiet number" }, whole(pairs.length))),
      pairs.length > 0 && h("div", { class: "list-tools" }, clear, save),
    ),
    table,
  );
}

/** @param {Report} report @param {number} pair @param {(act: () => void) => void} choose */
function matchRow(report, pair, choose) {
  const m = report.matches;
  const [left, right] = [m.left[pair], m.right[pair]];
  const lag = report.lag(pair);
  const turn = () => choose(() => chosen.delete(pair) || chosen.add(pair));
  return [
    h("input", {
      type: "checkbox",
      "data-pair": pair,
      checked: chosen.has(pair),
      onchange: turn,
      "aria-label": `Select this match of ${oneLine(report.title(left), 60)}`,
    }),
    badge(report.relation(pair)),
    [
      h("a", { href: pairAddress(report, pair) }, titleOf(report, left)),
      h("span", { class: "second" }, byline(report, left)),
    ],
    bar(m.leftCoverage[pair]),
    [
      h("span", { class: "title" }, titleOf(report, right)),
      h(
        "span",
        { class: "second" },
        plain(oneLine(report.outlet(right), 60)),
        lag !== null && ` · ${later(lag)}`,
        report.isReference[right] ? " · reference" : "",
      ),
    ],
    bar(m.rightCoverage[pair]),
    changes(report, pair),
  ];
}
