// A table of any length: rows of one height, of which only those on the screen (or on paper) are in the document.

import { h } from "./dom.js";
import { whole } from "./format.js";
import { go } from "../state.js";

/**
 * @typedef {{name: string, head: any, sort?: string, kind?: string, hint?: string}} Column
 * @typedef {object} ListOptions
 * @property {string} label @property {string} kind for the style @property {Column[]} columns
 * @property {number} length @property {(place: number) => any[]} row its cells; the first link in a row opens it
 * @property {string} [sorted] a column, with "-" before it for the largest first @property {string} empty said of no row
 * @property {(place: number) => string} [rowKind] a class of the row
 */

const AROUND = 8; // rows kept beyond either edge of the screen
const MOST_PRINTED = 500; // rows on paper
const BEHIND_HEAD = 160; // points: what is above may be behind the head of the page

/** @param {Column} column @param {string} sorted */
function headCell({ head, sort, kind, hint }, sorted) {
  if (!sort) return h("div", { role: "columnheader", class: kind }, head);
  const isSorted = sorted.replace("-", "") === sort;
  const direction = !isSorted ? "none" : sorted.startsWith("-") ? "descending" : "ascending";
  const arrow = { none: "↕", descending: "▼", ascending: "▲" }[direction];
  const turn = () => go({ sort: sorted === `-${sort}` ? sort : `-${sort}` });
  return h(
    "div",
    { role: "columnheader", class: kind, "aria-sort": direction },
    h(
      "button",
      { class: "sort", onclick: turn, title: hint },
      head,
      h("span", { class: "arrow", "aria-hidden": "true" }, arrow),
    ),
  );
}

/** @param {ListOptions} options @returns {HTMLElement & {step?: (by: number) => void}} */
export function list({ label, kind, columns, length, row, sorted = "", empty, rowKind }) {
  if (!length) return h("p", { class: "empty" }, empty);
  const body = h("div", { role: "rowgroup", class: "rows" });
  const note = h("p", { class: "printed-note" });
  const heads = h(
    "div",
    { role: "row", "aria-rowindex": 1, class: "row" },
    columns.map((column) => headCell(column, sorted)),
  );
  const table = h(
    "div",
    { role: "table", "aria-label": label, "aria-rowcount": length + 1, class: `list of-${kind}` },
    h("div", { role: "rowgroup", class: "heads" }, heads),
    body,
    note,
  );
  /** @type {Map<number, HTMLElement>} */
  const drawn = new Map();
  let isPrinting = false;
  const rowHeight = () => parseFloat(getComputedStyle(table).getPropertyValue("--row")) || 56;

  /** @param {number} place */
  function makeRow(place) {
    const cells = row(place).map((cell, n) =>
      h("div", { role: "cell", class: columns[n].kind, "data-head": columns[n].name }, cell),
    );
    const made = h(
      "div",
      { role: "row", "aria-rowindex": place + 2, class: `row ${rowKind?.(place) ?? ""}`, "data-place": place },
      cells,
    );
    const next = [...drawn.keys()].filter((other) => other > place).sort((one, other) => one - other)[0];
    body.insertBefore(made, next === undefined ? null : drawn.get(next));
    drawn.set(place, made);
    return made;
  }

  /** The rows that should be there, as a half-open range. @param {number} height */
  function wanted(height) {
    if (isPrinting) return [0, Math.min(length, MOST_PRINTED)];
    const top = -body.getBoundingClientRect().top;
    return [
      Math.max(0, Math.floor(top / height) - AROUND),
      Math.min(length, Math.ceil((top + innerHeight) / height) + AROUND),
    ];
  }

  function draw() {
    if (!table.isConnected) return stop();
    const height = rowHeight();
    body.style.setProperty("height", isPrinting ? "auto" : `${height * length}px`);
    const [first, end] = wanted(height);
    for (const [place, element] of drawn) {
      const isKept = (place >= first && place < end) || (element.contains(document.activeElement) && !isPrinting); // the focus stays
      if (isKept) continue;
      element.remove();
      drawn.delete(place);
    }
    for (let place = first; place < end; place++) {
      const element = drawn.get(place) ?? makeRow(place);
      element.style.setProperty("top", isPrinting ? "auto" : `${place * height}px`);
    }
    note.textContent =
      isPrinting && length > MOST_PRINTED ? `The first ${whole(MOST_PRINTED)} of ${whole(length)} rows.` : "";
  }

  let asked = 0;
  const ask = () => {
    cancelAnimationFrame(asked);
    asked = requestAnimationFrame(draw);
  };
  const print = (/** @type {boolean} */ is) => () => {
    isPrinting = is;
    draw();
  };
  /** @type {[string, () => void][]} */
  const events = [
    ["scroll", ask],
    ["resize", ask],
    ["beforeprint", print(true)],
    ["afterprint", print(false)],
  ];
  for (const [name, act] of events) addEventListener(name, act, { passive: true });
  function stop() {
    for (const [name, act] of events) removeEventListener(name, act);
  }

  // Moves the focus by rows, and brings the row onto the screen first.
  table.step = (/** @type {number} */ by) => {
    const focused = /** @type {HTMLElement | null} */ (document.activeElement?.closest(".row"));
    const now = focused && body.contains(focused) ? Number(focused.dataset.place) : null;
    const to = Math.min(length - 1, Math.max(0, now === null ? (by > 0 ? 0 : length - 1) : now + by));
    const at = body.getBoundingClientRect().top + to * rowHeight();
    if (at < BEHIND_HEAD || at + rowHeight() > innerHeight) scrollBy({ top: at - innerHeight / 2 });
    draw();
    drawn.get(to)?.querySelector("a")?.focus({ preventScroll: true });
  };
  queueMicrotask(draw);
  return table;
}
