// Lists of stories and of clusters.

import { h, heading, plain } from "../parts/dom.js";
import { capital, day, whole } from "../parts/format.js";
import { byline, firstOf, groupAddress, originLine, titleOf } from "../parts/links.js";
import { list } from "../parts/list.js";
import { selected } from "../data/filter.js";
import { extentOf, outletsIn, partsOf } from "../data/group_parts.js";
import { ordered } from "../data/order.js";
import { sparkline } from "../charts/timeline.js";

/** @typedef {import("../data/report.js").Report} Report @typedef {import("../data/report.js").Group} Group @typedef {import("../state.js").State} State */

const TERMS = 6;
const COLUMNS = [
  { name: "title", head: "", kind: "wide" },
  { name: "when", head: "When", sort: "date", kind: "spark" },
  { name: "size", head: "Articles", sort: "size", kind: "figure" },
  { name: "outlets", head: "Outlets", sort: "outlets", kind: "figure" },
  { name: "origin", head: "Likely origin", kind: "medium" },
];

/** @param {Report} report @param {State} state */
export function stories(report, state) {
  return groupList(report, state, selected(report, state).stories, "story", "Stories", "No story passes the filters.");
}

/** @param {Report} report @param {State} state */
export function clusters(report, state) {
  return groupList(
    report,
    state,
    selected(report, state).clusters,
    "cluster",
    "Clusters of copies",
    "No cluster passes the filters.",
  );
}

/** @param {Report} report @param {State} state @param {Group[]} groups @param {string} view @param {string} title @param {string} empty */
function groupList(report, state, groups, view, title, empty) {
  /** @type {Record<string, (group: Group) => number>} */
  const by = {
    size: ({ members }) => members.length,
    outlets: ({ members }) => outletsIn(report, members),
    date: ({ members }) => extentOf(report, members)?.[0] ?? Infinity,
  };
  const sorted = state.sort || "-size";
  const rows = ordered(groups, sorted, by, (one, other) => one.number - other.number);
  return h(
    "div",
    null,
    heading(title, " ", h("span", { class: "quiet number" }, whole(rows.length))),
    list({
      label: title,
      kind: "groups",
      columns: COLUMNS.map((column) => (column.head ? column : { ...column, head: capital(view) })),
      length: rows.length,
      sorted,
      empty,
      row: (place) => groupRow(report, rows[place], view),
    }),
  );
}

/** @param {Report} report @param {Group} group @param {string} view */
function groupRow(report, group, view) {
  const first = firstOf(report, group);
  const times = extentOf(report, group.members);
  const about = group.terms.length
    ? plain(group.terms.slice(0, TERMS).join(", "))
    : group.isPart
      ? "part of a cluster, at this threshold"
      : byline(report, first);
  return [
    [
      h("a", { href: groupAddress(view, report, group) }, titleOf(report, first)),
      h("span", { class: "second" }, about),
    ],
    [
      sparkline(report, group.members, partsOf(report, group)),
      h("span", { class: "second" }, times ? days(times) : "no dates"),
    ],
    whole(group.members.length),
    whole(outletsIn(report, group.members)),
    originLine(group.origin),
  ];
}

/** @param {[number, number]} times */
export function days([first, last]) {
  const [from, to] = [day(first), day(last)];
  if (from === to) return from;
  return `${from} to ${from.slice(0, 4) === to.slice(0, 4) ? to.slice(5) : to}`;
}
