// The page: reads the data, draws the view that the address names, and draws it again when the address changes.

import { announce, h } from "./parts/dom.js";
import { capital, count } from "./parts/format.js";
import { pairKey } from "./parts/links.js";
import { themeButton } from "./parts/theme.js";
import { address, current, listen, openAt } from "./state.js";
import { load } from "./data/report.js";
import { searchTexts } from "./data/search.js";
import { selected } from "./data/filter.js";
import { filterBar } from "./filters.js";
import { listenToKeys } from "./keys.js";
import { VIEWS } from "./key_names.js";
import { overview } from "./views/overview.js";
import { clusters, stories } from "./views/groups.js";
import { cluster, story } from "./views/group.js";
import { matches } from "./views/matches.js";
import { articles } from "./views/articles.js";
import { article } from "./views/article.js";
import { outlets } from "./views/outlets.js";
import { pair } from "./views/pair.js";
import { notes } from "./views/notes.js";
import { evaluation } from "./views/evaluation.js";

/** @typedef {import("./data/report.js").Report} Report @typedef {import("./state.js").State} State */

/** @type {Record<string, (report: Report, state: State) => any>} */
const DRAW = { overview, stories, clusters, matches, articles, outlets, notes, evaluation, story, cluster, pair, article };
const FILTERED = VIEWS.filter((view) => view !== "notes" && view !== "evaluation");
/** @type {Record<string, string>} */
const PARENT = { story: "stories", cluster: "clusters", pair: "matches", article: "articles" };
/** @type {Record<string, string>} */
const NAMES = { notes: "About" };

const main = /** @type {HTMLElement} */ (document.getElementById("main"));
const head = /** @type {HTMLElement} */ (document.getElementById("head"));

/** The views, and the filters below them. @param {Report} report @param {string[]} views @param {any} bar */
function header(report, views, bar) {
  const keyOf = (/** @type {string} */ view) => (view === "pair" ? pairKey(report, 0) : "");
  const links = views.map((view) => ({ view, element: h("a", null, NAMES[view] ?? capital(view)) }));
  const nav = h(
    "nav",
    { "aria-label": "Views" },
    links.map(({ element }) => element),
  );
  head.append(
    h("div", { class: "bar" }, h("a", { class: "brand", href: "#/" }, "dedup"), nav, themeButton()),
    bar.element,
  );
  return (/** @type {State} */ state) => {
    const shown = views.includes(state.view) ? state.view : PARENT[state.view];
    for (const { view, element } of links) {
      element.href = address({ view, key: keyOf(view), sort: "" });
      element.removeAttribute("aria-current");
      if (view !== shown) continue;
      element.setAttribute("aria-current", "page");
      nav.scrollLeft = element.offsetLeft - nav.clientWidth / 2 + element.offsetWidth / 2;
    }
    bar.element.hidden = !FILTERED.includes(state.view) || report.kind === "pair";
  };
}

/** Draws states into the page. @param {Report} report @param {any} bar @param {(state: State) => void} updateHeader */
function painter(report, bar, updateHeader) {
  /** @type {State | null} */
  let shown = null;
  /** @type {any} */
  let view = null;
  let turns = 0;
  /** @type {Map<string, number>} */
  const left = new Map(); // how far each view was scrolled
  const name = (/** @type {State} */ state) => `${state.view}/${state.key}`;

  return async (/** @type {State} */ state, /** @type {State | null} */ before) => {
    const turn = ++turns;
    await searchTexts(report, state);
    if (turn !== turns) return;
    updateHeader(state);
    if (!bar.element.hidden) bar.update(state);
    const isNew = !shown || name(shown) !== name(state);
    if (isNew && shown) left.set(name(shown), scrollY);
    if (isNew || !view.update) {
      const drawn = state.view === "evaluation" && !report.evaluation ? overview : DRAW[state.view];
      const made = (drawn ?? overview)(report, state);
      view = made.update ? made : { element: made };
      main.replaceChildren(view.element);
    }
    view.update?.(state);
    shown = state;
    document.title = `${main.querySelector("h1")?.textContent?.trim()} · dedup`;
    if (!isNew) announce(outcome(report, state));
    else if (before) await arrive(left.get(name(state)) ?? 0, before.key);
  };
}

/** Scroll to where the view was left, and focus its heading or the row that was opened from it. @param {number} top @param {string} key */
async function arrive(top, key) {
  await null; // a list knows its height once it is in the document
  scrollTo(0, top);
  main.querySelector("h1")?.focus({ preventScroll: true });
  const row = () =>
    /** @type {HTMLElement | null} */ (main.querySelector(`.rows a[href*="/${key}"]`))?.focus({ preventScroll: true });
  if (key) requestAnimationFrame(() => requestAnimationFrame(row));
}

/** What the filters leave, in words. @param {Report} report @param {State} state */
function outcome(report, state) {
  const { articles: passing, pairs } = selected(report, state);
  return `${count(
    passing.reduce((sum, is) => sum + is, 0),
    "article",
  )}, ${count(pairs.length, "match", "matches")}`;
}

async function start() {
  const report = await load();
  const isPair = report.kind === "pair";
  const views = isPair ? ["pair", "notes"] : VIEWS.filter((view) => view !== "evaluation" || report.evaluation);
  if (isPair) openAt("pair", pairKey(report, 0));
  history.scrollRestoration = "manual";
  const bar = filterBar(report);
  const draw = painter(report, bar, header(report, views, bar));
  listen(draw);
  listenToKeys(main, current, bar.focus, views);
  await draw(current(), null);
  performance.measure("dedup-open", { start: 0, end: performance.now() });
}

start().catch((/** @type {Error} */ fault) => {
  const words =
    typeof DecompressionStream === "undefined"
      ? "This browser is too old for this report: it needs one of 2023 or later."
      : `The report could not be read: ${fault.message}`;
  main.replaceChildren(h("p", { class: "loading", role: "alert" }, words));
  throw fault;
});
