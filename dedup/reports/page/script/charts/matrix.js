// Who carries whom as a table: it can be read, sorted, printed and heard, and it stands still.

import { h, scrolling, unseen, visible } from "../parts/dom.js";
import { count, oneLine } from "../parts/format.js";
import { CARRIED } from "../parts/relations.js";
import { offBut } from "../data/flows.js";
import { address } from "../state.js";

/** @typedef {import("../data/report.js").Report} Report @typedef {import("../data/flows.js").Flow} Flow */

const HOT = 0.55; // from where the letters must be light

/** A row for each outlet that came later, a column for each that was first.
 * @param {Report} report @param {Flow[]} flows @param {number[]} outlets in order */
export function matrix(report, flows, outlets) {
  /** @type {Map<string, number>} */
  const sizes = new Map();
  for (const { carrier, source, relation, articles } of flows) {
    const key = `${carrier}~${source}`;
    if (CARRIED.includes(report.relations[relation])) sizes.set(key, (sizes.get(key) ?? 0) + articles);
  }
  const off = offBut(report, CARRIED);
  const top = Math.max(1, ...sizes.values());
  const name = (/** @type {number} */ outlet) => visible(oneLine(report.outlets[outlet], 40));
  const heads = outlets.map((outlet) => h("th", { scope: "col" }, h("span", { title: name(outlet) }, name(outlet))));
  const rows = outlets.map((carrier) =>
    h(
      "tr",
      null,
      h("th", { scope: "row" }, name(carrier)),
      outlets.map((source) =>
        cell(
          carrier === source,
          sizes.get(`${carrier}~${source}`) ?? 0,
          top,
          { outlet: `${carrier}~${source}`, off },
          `${name(carrier)} has ${count(sizes.get(`${carrier}~${source}`) ?? 0, "article")} from ${name(source)}`,
        ),
      ),
    ),
  );
  return scrolling(
    "Who carries whom",
    h(
      "table",
      { class: "matrix" },
      h("caption", null, "Along a row: how many articles the outlet has from each of the others."),
      h("thead", null, h("tr", null, h("th", { scope: "col" }, h("span", null, "carries ↓ from →")), heads)),
      h("tbody", null, rows),
    ),
  );
}

/** @param {boolean} isSelf @param {number} size @param {number} top @param {{outlet: string, off: string}} filters @param {string} title */
function cell(isSelf, size, top, filters, title) {
  if (isSelf) return h("td", { class: "self" }, unseen("itself"));
  if (!size) return h("td", null, unseen("none"));
  const heat = 0.12 + 0.88 * Math.sqrt(size / top);
  return h(
    "td",
    null,
    h(
      "a",
      {
        href: address({ view: "matches", key: "", sort: "", ...filters }),
        class: heat > HOT ? "hot" : "",
        style: { "--heat": `${Math.round(heat * 100)}%` },
        title,
      },
      String(size),
    ),
  );
}
