// Two articles side by side, or the later one with tracked changes: what they share, what was changed, and why they have
// their relation.

import { announce, h, heading, missing, plain, unseen } from "../parts/dom.js";
import { later, whole } from "../parts/format.js";
import { articleLink, byline, pairAddress } from "../parts/links.js";
import { badge } from "../parts/relations.js";
import { bar } from "../parts/bars.js";
import { marked } from "../parts/marked.js";
import { address, go } from "../state.js";
import { orderedPairs } from "../data/pair_order.js";
import { ranges } from "../data/text.js";
import { factsOf } from "./pair_facts.js";
import { tracked } from "./tracked.js";
import { flash, scrollTogether } from "./panes.js";

/**
 * @typedef {import("../data/report.js").Report} Report @typedef {import("../state.js").State} State
 * @typedef {import("../data/passages.js").Alignment} Alignment @typedef {import("../data/text.js").Text} Text
 * @typedef {"left" | "right"} Side
 * @typedef {{pair: number, articles: [number, number], texts: [Text, Text], found: Alignment}} Opened
 */

const SIDES = /** @type {Side[]} */ (["left", "right"]);

/** @param {Report} report @param {State} state @returns {HTMLElement} */
export function pair(report, state) {
  const place = placeOf(report, state.key);
  if (place < 0) return missing("pair");
  const { left, right, reason } = report.matches;
  const facts = h("section", { class: "pair-facts" });
  const stage = h("div", { class: "stage", "aria-busy": "true" });
  const element = h("article", { class: "pair" });
  element.append(
    steps(report, state, place),
    h(
      "h1",
      { tabindex: -1, class: "pair-title" },
      badge(report.relation(place)),
      " ",
      h("span", { class: "reason" }, plain(report.reasons[reason[place]])),
    ),
    facts,
    tools(state, element),
    stage,
  );
  element.toChange = () => {};
  (async () => {
    /** @type {[number, number]} */
    const articles = [left[place], right[place]];
    const [one, other, found] = await Promise.all([
      report.text(articles[0]),
      report.text(articles[1]),
      report.alignment(place),
    ]);
    /** @type {Opened} */
    const opened = { pair: place, articles, texts: [one, other], found };
    facts.replaceChildren(...factsOf(report, opened, (number) => element.showEdit(number)));
    if (state.layout === "tracked") stage.replaceChildren(...trackedView(report, opened));
    else stage.replaceChildren(sideBySide(report, opened));
    stage.removeAttribute("aria-busy");
    listenToChanges(element, stage);
  })();
  return element;
}

/** The pair with a key, or -1. @param {Report} report @param {string} key */
function placeOf(report, key) {
  const [left, right] = key.split(".").map((each) => report.byKey.get(each));
  return left === undefined || right === undefined ? -1 : report.pairOf(left, right);
}

/** Where the pair is in the list, and its neighbours. @param {Report} report @param {State} state @param {number} place */
function steps(report, state, place) {
  if (report.kind === "pair") return null;
  const all = orderedPairs(report, state);
  const at = all.indexOf(place);
  const step = (
    /** @type {number} */ by,
    /** @type {string} */ rel,
    /** @type {string} */ label,
    /** @type {string} */ key,
  ) => {
    const to = at < 0 ? undefined : all[at + by];
    return h(
      "a",
      {
        href: to === undefined ? null : pairAddress(report, to),
        class: "button",
        rel,
        "aria-disabled": to === undefined ? "true" : null,
        title: `${label} pair (${key})`,
      },
      label,
    );
  };
  return h(
    "div",
    { class: "pair-top" },
    h(
      "p",
      { class: "crumb" },
      h("a", { href: address({ view: "matches", key: "" }) }, "Matches"),
      at >= 0 ? ` / ${whole(at + 1)} of ${whole(all.length)}` : " / pair",
    ),
    h(
      "nav",
      { class: "steps", "aria-label": "Pairs" },
      step(-1, "prev", "Previous", "k"),
      step(1, "next", "Next", "j"),
    ),
  );
}

/** @param {State} state @param {any} element */
function tools(state, element) {
  const layout = (/** @type {string} */ name, /** @type {string} */ label) =>
    h("button", { "aria-pressed": String(state.layout === name), onclick: () => go({ layout: name }) }, label);
  const change = (/** @type {number} */ by, /** @type {string} */ label, /** @type {string} */ title) =>
    h("button", { onclick: () => element.toChange(by), title }, label);
  return h(
    "div",
    { class: "pair-tools" },
    h(
      "div",
      { class: "switch", role: "group", "aria-label": "Layout" },
      layout("side", "Side by side"),
      layout("tracked", "Tracked changes"),
    ),
    h(
      "div",
      { class: "switch", role: "group", "aria-label": "Changes" },
      change(-1, "↑ change", "Previous change (p)"),
      change(1, "↓ change", "Next change (n)"),
    ),
    h(
      "ul",
      { class: "legend" },
      h("li", null, h("del", { class: "edit" }, "left out")),
      h("li", null, h("ins", { class: "edit" }, "put in")),
      h("li", null, h("span", { class: "boilerplate" }, "boilerplate")),
      h("li", null, h("span", { class: "repeated is-again" }, "doubled")),
    ),
  );
}

/** Which article it is: earlier and later, as far as dates show. @param {Report} report @param {number} place @param {Side} side */
function sideName(report, place, side) {
  const isDated = (report.lag(place) ?? -1) >= 0;
  return isDated
    ? { left: "Earlier article", right: "Later article" }[side]
    : { left: "Left article", right: "Right article" }[side];
}

/** @param {Report} report @param {Opened} opened @param {Side} side */
function sideHead(report, { pair: place, articles }, side) {
  const article = articles[SIDES.indexOf(side)];
  const lag = side === "right" ? report.lag(place) : null;
  return h(
    "header",
    null,
    h("h2", null, unseen(`${sideName(report, place, side)}: `), articleLink(report, article)),
    h("p", { class: "quiet" }, byline(report, article), lag !== null && ` · ${later(lag)}`),
    h("p", { class: "measure" }, bar(report.coverage(place, article)), " of its words are shared"),
  );
}

/** @param {Report} report @param {Opened} opened */
function sideBySide(report, opened) {
  const panes = SIDES.map((side, n) => {
    const name = sideName(report, opened.pair, side);
    const text = h(
      "div",
      { class: "text", dir: "auto", tabindex: 0, role: "region", "aria-label": `Text of the ${name.toLowerCase()}` },
      textOf(report, opened, n),
    );
    return h("section", { class: "pane", "aria-label": name }, sideHead(report, opened, side), text);
  });
  const [left, right] = panes.map((pane) => pane.querySelector(".text"));
  scrollTogether(left, right);
  return h("div", { class: "panes" }, panes);
}

/** @param {Report} report @param {Opened} opened @param {number} n */
function textOf(report, { articles, texts, found }, n) {
  if (report.hasNoText[articles[n]]) return h("p", { class: "empty" }, "This page does not hold the text.");
  return marked(texts[n], layersOf(report, articles[n], found, SIDES[n]), SIDES[n]);
}

/** @param {Report} report @param {number} article @param {Alignment} found @param {Side} side @returns {import("../parts/marked.js").Layers} */
function layersOf(report, article, found, side) {
  const shown = found.passages.length ? found.passages : found.summaries;
  const edits = shown.flatMap((each) => each.edits);
  const repeats = report.repeatsOf.get(article) ?? [];
  const repeated = repeats.flatMap(({ ranges: places, words, kind, isFault }, block) =>
    places.slice(1).map(([start, end]) => {
      return /** @type {import("../parts/marked.js").Entry} */ ([
        start,
        end,
        {
          name: String(block),
          isFirst: false,
          isFault,
          tag: "",
          title: `${kind}: stands above already (${words} words)`,
        },
      ]);
    }),
  );
  return {
    boilerplate: ranges(report.articles.boilerplate[article]),
    repeated,
    passages: shown.map((each, number) => [...each[side], number]),
    edits: edits.map((edit, number) => [...edit[side], { edit, number }]),
  };
}

/** @param {Report} report @param {Opened} opened */
function trackedView(report, opened) {
  const label = `The ${sideName(report, opened.pair, "right").toLowerCase()} with tracked changes`;
  return [
    h(
      "div",
      { class: "side-heads" },
      SIDES.map((side) => sideHead(report, opened, side)),
    ),
    h(
      "div",
      { class: "text tracked", dir: "auto", tabindex: 0, role: "region", "aria-label": label },
      tracked(report, opened),
    ),
  ];
}

/** n and p go from change to change, in both panes. @param {any} element @param {HTMLElement} stage */
function listenToChanges(element, stage) {
  const numbers = [...stage.querySelectorAll("[data-edit]")].map((mark) =>
    Number(/** @type {HTMLElement} */ (mark).dataset.edit),
  );
  const last = numbers.reduce((most, number) => Math.max(most, number), -1);
  let now = -1;
  element.showEdit = (/** @type {number} */ number) => {
    now = number;
    const marks = /** @type {HTMLElement[]} */ ([...stage.querySelectorAll(`[data-edit="${number}"]`)]);
    for (const mark of marks) {
      const scroller = /** @type {HTMLElement} */ (mark.closest(".text"));
      if (scroller.scrollHeight > scroller.clientHeight + 1)
        scroller.scrollTop = mark.offsetTop - scroller.clientHeight / 3;
    }
    stage.scrollIntoView({ block: "nearest" });
    if (stage.querySelector(".tracked")) marks[0]?.scrollIntoView({ block: "center" });
    flash(marks);
    const said = marks.map(
      (mark) => ({ DEL: `left out ${mark.textContent}`, INS: `put in ${mark.textContent}` })[mark.tagName],
    );
    announce(`Change ${number + 1} of ${last + 1}: ${said.filter(Boolean).join(", ")}`);
  };
  element.toChange = (/** @type {number} */ by) => last >= 0 && element.showEdit(Math.min(last, Math.max(0, now + by)));
}
