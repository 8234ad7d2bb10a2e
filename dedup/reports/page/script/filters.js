// The bar of filters: built once and then kept up to date, so that nobody loses the field that they are typing in.

import { h } from "./parts/dom.js";
import { count, oneLine, whole } from "./parts/format.js";
import { icon, RELATION } from "./parts/relations.js";
import { cleared, current, filterCount, go } from "./state.js";
import { carriedOutlets, relationCounts } from "./data/filter.js";

/** @typedef {import("./data/report.js").Report} Report @typedef {import("./state.js").State} State @typedef {any} Field */

const TYPING_MS = 120; // until what is typed is searched for
const NARROW = 700; // points
const CHANGED = [
  ["", "Any change"],
  ["number", "Numbers changed"],
  ["name", "Names changed"],
  ["quotation", "Quotations changed"],
];
const COLLECTIONS = [
  ["", "New and reference"],
  ["new", "New articles"],
  ["reference", "Reference"],
];

/** @param {Report} report */
export function filterBar(report) {
  const fields = makeFields(report);
  const chips = makeChips(report);
  const least = h("output", { class: "number" });
  const clear = h("button", { class: "plain", onclick: () => go(cleared()) }, "Clear filters");
  const summary = h("summary", null, "Filters");
  const bar = h(
    "details",
    { class: "filters", open: innerWidth > NARROW },
    summary,
    h(
      "div",
      { class: "filter-row" },
      h("div", { class: "search" }, fields.search, h("label", { class: "check" }, fields.inTexts, " in the texts")),
      fields.outlet,
      report.languages.length > 1 && fields.language,
      report.hasReference && fields.side,
      h("span", { class: "dates" }, fields.from, h("span", { "aria-hidden": "true" }, "–"), fields.to),
      fields.changed,
    ),
    h(
      "div",
      { class: "filter-row second-row" },
      h("div", { class: "chips", role: "group", "aria-label": "Relations" }, [...chips.values()]),
      h("label", { class: "least" }, "wording ≥ ", fields.min, least),
      clear,
    ),
  );

  /** @param {State} state */
  function update(state) {
    showFields(report, fields, state);
    least.textContent = `${state.min} %`;
    const counts = relationCounts(report, state);
    const off = state.off.split(",");
    for (const [name, chip] of chips) {
      chip.setAttribute("aria-pressed", String(!off.includes(name)));
      chip.lastChild.textContent = whole(counts[report.relations.indexOf(name)]);
    }
    const used = filterCount(state);
    clear.hidden = !used;
    summary.textContent = used ? `Filters (${count(used, "set", "set")})` : "Filters";
  }
  const focus = () => {
    bar.open = true;
    fields.search.focus();
    fields.search.select();
  };
  return { element: bar, update, focus };
}

/** @param {string} label @param {string} name @param {any[]} options */
function choice(label, name, options) {
  return h(
    "select",
    { "aria-label": label, onchange: (/** @type {any} */ event) => go({ [name]: event.target.value }) },
    options,
  );
}

/** @param {string[][]} options */
const named = (options) => options.map(([value, label]) => h("option", { value }, label));

/** @param {Report} report @returns {Record<string, Field>} */
function makeFields(report) {
  let waiting = 0;
  const typed = (/** @type {any} */ event) => {
    clearTimeout(waiting);
    waiting = setTimeout(() => go({ q: event.target.value }), TYPING_MS);
  };
  const date = (/** @type {string} */ name, /** @type {string} */ label) =>
    h("input", {
      type: "date",
      "aria-label": label,
      onchange: (/** @type {any} */ event) => go({ [name]: event.target.value }),
    });
  return {
    search: h("input", {
      type: "search",
      id: "search",
      placeholder: "Title, outlet, author…",
      "aria-label": "Search titles, outlets and authors",
      autocomplete: "off",
      spellcheck: "false",
      oninput: typed,
    }),
    inTexts: h("input", {
      type: "checkbox",
      onchange: (/** @type {any} */ event) => go({ text: event.target.checked ? "1" : "" }),
    }),
    outlet: choice("Outlet", "outlet", outletOptions(report)),
    language: choice("Language", "language", languageOptions(report)),
    side: choice("Collection", "side", named(COLLECTIONS)),
    from: date("from", "Published from"),
    to: date("to", "Published until"),
    changed: choice("What was changed", "changed", named(CHANGED)),
    min: h("input", {
      type: "range",
      min: 0,
      max: 100,
      step: 1,
      "aria-label": "Least share of wording in common, per cent",
      oninput: (/** @type {any} */ event) => go({ min: event.target.value }),
    }),
  };
}

/** @param {Report} report */
function outletOptions(report) {
  return [
    h("option", { value: "" }, "All outlets"),
    countedOptions(report.outlets, report.articles.outlet),
    h("option", { value: "~", hidden: true }, "one from another"),
  ];
}

/** @param {Report} report */
function languageOptions(report) {
  return [
    h("option", { value: "" }, "All languages"),
    countedOptions(report.languages, report.articles.language),
  ];
}

/** A name by its place, with the number of articles that have it. @param {string[]} names @param {number[]} places */
function countedOptions(names, places) {
  const sizes = new Uint32Array(names.length);
  for (const place of places) if (place >= 0) sizes[place]++;
  return names.map((name, place) =>
    h("option", { value: String(place) }, `${oneLine(name, 60)} (${whole(sizes[place])})`),
  );
}

/** @param {Report} report @returns {Map<string, any>} */
function makeChips(report) {
  const names = report.foundRelations();
  const toggle = (/** @type {string} */ name) => {
    const off = new Set(current().off.split(",").filter(Boolean));
    if (!off.delete(name)) off.add(name);
    go({ off: names.filter((each) => off.has(each)).join(",") });
  };
  return new Map(
    names.map((name) => [
      name,
      h(
        "button",
        { class: "chip", title: `${RELATION[name].name}: ${RELATION[name].means}`, onclick: () => toggle(name) },
        icon(name),
        RELATION[name].name,
        h("span", { class: "number" }),
      ),
    ]),
  );
}

/** @param {Report} report @param {Record<string, Field>} fields @param {State} state */
function showFields(report, fields, state) {
  for (const name of ["q", "from", "to"]) {
    const field = fields[name === "q" ? "search" : name];
    const value = /** @type {any} */ (state)[name];
    if (field.value !== value && document.activeElement !== field) field.value = value;
  }
  fields.inTexts.checked = Boolean(state.text);
  const cell = carriedOutlets(state);
  fields.outlet.value = cell ? "~" : state.outlet;
  if (cell) fields.outlet.lastChild.textContent = `${report.outlets[cell[0]]} from ${report.outlets[cell[1]]}`;
  for (const name of ["language", "side", "changed", "min"]) fields[name].value = /** @type {any} */ (state)[name];
}
