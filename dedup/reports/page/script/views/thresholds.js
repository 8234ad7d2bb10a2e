// A strip for each relation over the share of wording in common, and one threshold through all of them. The threshold is
// a native slider, so that keys and screen readers know it.

import { h, unseen } from "../parts/dom.js";
import { count, whole } from "../parts/format.js";
import { BY_WORDING, icon, RELATION } from "../parts/relations.js";
import { address, go } from "../state.js";
import { MEASURES, measuresByRelation } from "../data/filter.js";
import { strip } from "../charts/strip.js";

/** @typedef {import("../data/report.js").Report} Report @typedef {import("../data/filter.js").Selection} Selection @typedef {import("../state.js").State} State */

/** @param {Report} report */
export function thresholds(report) {
  const slider = h("input", {
    type: "range",
    min: 0,
    max: 100,
    step: 1,
    class: "threshold",
    "aria-label": "Threshold: least share of wording in common",
    oninput: (/** @type {any} */ event) => go({ min: event.target.value }),
  });
  const measure = h(
    "select",
    { "aria-label": "Measure", onchange: (/** @type {any} */ event) => go({ measure: event.target.value }) },
    Object.entries(MEASURES).map(([value, label]) => h("option", { value }, label)),
  );
  const rows = h("div", { class: "strips" });
  const line = h("div", { class: "threshold-line", "aria-hidden": "true" }, h("span"));
  const outcome = h("p", { class: "outcome", role: "status" });
  let drawn = "";
  const element = h(
    "section",
    { class: "card" },
    h(
      "div",
      { class: "card-head" },
      h("h2", null, "Matches by relation and wording in common"),
      h("label", { class: "quiet" }, "share ", measure),
    ),
    h("div", { class: "strip-area" }, rows, h("div", { class: "slider" }, slider, line)),
    h(
      "div",
      { class: "axis", "aria-hidden": "true" },
      [0, 25, 50, 75, 100].map((at) => h("span", null, `${at} %`)),
    ),
    outcome,
  );

  /** @param {State} state @param {Selection} found */
  function update(state, found) {
    if (drawn !== found.key) rows.replaceChildren(...strips(report, state));
    drawn = found.key;
    if (document.activeElement !== slider) slider.value = state.min;
    measure.value = state.measure;
    line.style.setProperty("left", `${state.min}%`);
    line.firstChild.textContent = Number(state.min) ? `${state.min} %` : "";
    outcome.textContent = outcomeOf(report, state, found);
  }
  return { element, update };
}

/** @param {Report} report @param {State} state */
function strips(report, state) {
  const values = measuresByRelation(report, state);
  const least = Number(state.min) * 10;
  const off = state.off.split(",");
  return report.foundRelations().map((name) => {
    const isWorded = BY_WORDING.includes(name);
    const above = isWorded ? values[name].filter((each) => each >= least).length : values[name].length;
    const others = report.relations.filter((each) => each !== name && each !== "distinct");
    return h(
      "div",
      { class: `strip-row${off.includes(name) ? " is-off" : ""}` },
      h(
        "a",
        { href: address({ view: "matches", key: "", sort: "", off: others.join(",") }), title: RELATION[name].means },
        icon(name),
        h("span", null, RELATION[name].name),
        h("span", { class: "number" }, whole(above)),
        unseen(` of ${whole(values[name].length)}`),
      ),
      isWorded
        ? strip(values[name], name)
        : h("span", { class: "quiet strip-note" }, "judged by content, not by wording"),
    );
  });
}

/** @param {Report} report @param {State} state @param {Selection} found */
function outcomeOf(report, state, { clusters }) {
  const copies = clusters.reduce((sum, { members }) => sum + members.length, 0);
  const size = `${count(clusters.length, "cluster")} of ${count(copies, "article")}, the largest of ${whole(clusters[0]?.members.length ?? 0)}`;
  if (!Number(state.min)) return `${size}. Move the threshold to see which hold together when more is asked of a copy.`;
  return `With at least ${state.min} % ${MEASURES[state.measure]} in common: ${size}; the report has ${count(report.clusters.length, "cluster")}.`;
}
