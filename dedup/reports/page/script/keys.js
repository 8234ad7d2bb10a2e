// Listens to keys.

import { go } from "./state.js";
import { VIEWS } from "./key_names.js";

/** @typedef {import("./state.js").State} State */

/** @type {Record<string, string>} */
const UP = { pair: "matches", article: "articles", story: "stories", cluster: "clusters" };
const FIELD = "input:not([type=checkbox]):not([type=range]), select, textarea";

/** @param {HTMLElement} main @param {() => State} state @param {() => void} search @param {string[]} views that the head has */
export function listenToKeys(main, state, search, views) {
  const find = (/** @type {string} */ selector) => /** @type {any} */ (main.querySelector(selector));
  /** @type {Record<string, () => void>} */
  const acts = {
    "/": search,
    "?": () => go({ view: "notes", key: "" }),
    j: () => step(1),
    k: () => step(-1),
    n: () => find(".pair")?.toChange(1),
    p: () => find(".pair")?.toChange(-1),
    t: () => find(".pair") && go({ layout: state().layout === "side" ? "tracked" : "side" }),
    u: () => views.includes(UP[state().view]) && go({ view: UP[state().view], key: "" }),
    x: () => /** @type {any} */ (document.activeElement?.closest(".row")?.querySelector("input[data-pair]"))?.click(),
  };
  VIEWS.forEach((view, n) => {
    if (views.includes(view)) acts[String(n + 1)] = () => go({ view, key: "", sort: "" });
  });

  /** @param {number} by */
  function step(by) {
    const beside = find(by > 0 ? ".steps [rel=next][href]" : ".steps [rel=prev][href]");
    if (beside) beside.click();
    else find(".list")?.step(by);
  }

  addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const target = /** @type {HTMLElement} */ (event.target);
    if (target.matches?.(FIELD)) {
      if (event.key === "Escape") target.blur();
      return;
    }
    const act = acts[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  });
}
