// Who carries whom, how late and how much: a matrix of the outlets with most to do with others, and two tables of all.

import { h, heading, plain, scrolling, tableHead, unseen } from "../parts/dom.js";
import { duration, percent, share, whole } from "../parts/format.js";
import { outletLink } from "../parts/links.js";
import { stacked } from "../parts/bars.js";
import { badge } from "../parts/relations.js";
import { address } from "../state.js";
import { selected } from "../data/filter.js";
import { flows, offBut, outletRows } from "../data/flows.js";
import { matrix } from "../charts/matrix.js";

/**
 * @typedef {import("../data/report.js").Report} Report @typedef {import("../state.js").State} State
 * @typedef {import("../data/flows.js").Flow} Flow @typedef {import("../data/flows.js").OutletRow} OutletRow
 */

const MOST_OUTLETS = 24; // of the matrix
const SHOWN_FLOWS = 40; // at first: a table of hundreds takes as long to lay out as all else

/** @param {Report} report @param {State} state */
export function outlets(report, state) {
  const found = selected(report, state);
  const rows = outletRows(report, found);
  const carried = flows(report, found);
  const named = rows.filter(({ outlet, carries, carried: times }) => outlet >= 0 && carries + times);
  const busiest = [...named]
    .sort((one, other) => other.carries + other.carried - one.carries - one.carried)
    .slice(0, MOST_OUTLETS);
  const order = named.filter((row) => busiest.includes(row)).map(({ outlet }) => outlet);
  return h(
    "div",
    null,
    heading("Outlets ", h("span", { class: "quiet number" }, whole(rows.filter(({ outlet }) => outlet >= 0).length))),
    h(
      "p",
      { class: "quiet" },
      "Who carries whom follows from dates of publication: an article is put down to the closest one that another outlet published before it.",
    ),
    order.length > 1
      ? h(
          "section",
          { class: "card" },
          h("h2", null, "Who carries whom"),
          matrix(report, carried, order),
          named.length > order.length &&
            h(
              "p",
              { class: "quiet" },
              `The ${order.length} outlets that have most to do with others; the tables below have all.`,
            ),
        )
      : h("p", { class: "empty" }, "No outlet carries another, as far as dates show."),
    carried.length > 0 && flowTable(report, carried),
    outletTable(report, rows),
  );
}

/** @param {Report} report @param {Flow[]} rows */
function flowTable(report, rows) {
  const body = h(
    "tbody",
    null,
    rows.slice(0, SHOWN_FLOWS).map((flow) => flowRow(report, flow)),
  );
  const showAll = () => {
    body.append(...rows.slice(SHOWN_FLOWS).map((flow) => flowRow(report, flow)));
    body.rows[SHOWN_FLOWS].querySelector("a").focus();
    more.remove();
  };
  const more = h("button", { class: "plain", onclick: showAll }, `Show all ${whole(rows.length)}`);
  const head = tableHead(["Outlet", "After", "Relation", "Articles", "Of its articles", "Median delay"]);
  return h(
    "section",
    { class: "card" },
    h("h2", null, "How much, and how late"),
    scrolling("How much, and how late", h("table", { class: "plain-table" }, head, body)),
    rows.length > SHOWN_FLOWS && h("p", null, more),
  );
}

/** @param {Report} report @param {Flow} flow */
function flowRow(report, { carrier, source, relation, articles, lag, share: part }) {
  return h(
    "tr",
    null,
    h("td", null, outletLink(report, carrier)),
    h("td", null, outletLink(report, source)),
    h("td", null, badge(report.relations[relation])),
    h("td", { class: "number" }, h("a", { href: matchesOf(report, carrier, source, relation) }, whole(articles))),
    h("td", { class: "number" }, percent(part)),
    h("td", { class: "number" }, duration(lag)),
  );
}

/** The matches that a link between two outlets counts. @param {Report} report @param {number} carrier @param {number} source @param {number} relation */
function matchesOf(report, carrier, source, relation) {
  const off = offBut(report, [report.relations[relation]]);
  return address({ view: "matches", key: "", sort: "", outlet: `${carrier}~${source}`, off });
}

/** @param {Report} report @param {OutletRow[]} rows */
function outletTable(report, rows) {
  const lines = rows.map(({ outlet, articles, carries, carried, doubled, length }) => {
    const total = Object.values(length).reduce((sum, size) => sum + size, 0);
    return h(
      "tr",
      null,
      h("td", null, outlet < 0 ? plain("no outlet") : outletLink(report, outlet)),
      h("td", { class: "number" }, whole(articles)),
      h("td", { class: "medium" }, stacked(length), unseen(`${share(length.copied, total)} copied`)),
      h("td", { class: "number" }, whole(carried)),
      h("td", { class: "number" }, whole(carries)),
      h("td", { class: "number" }, doubled ? `${whole(doubled)} (${share(doubled, articles)})` : ""),
    );
  });
  const head = tableHead([
    "Outlet",
    "Articles",
    "Its text",
    "Carried by others",
    "Carries others",
    "Pages with doubled blocks",
  ]);
  return h(
    "section",
    { class: "card" },
    h("h2", null, "All outlets"),
    scrolling("All outlets", h("table", { class: "plain-table" }, head, h("tbody", null, lines))),
  );
}
