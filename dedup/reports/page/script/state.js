// What the reader looks at, all of it in the address: #/pair/abc.def?off=near&min=40. A link keeps the view.

/**
 * @typedef {object} State
 * @property {string} view @property {string} key of an article, or of a pair
 * @property {string} q words to search for @property {string} text "1" to search in texts too
 * @property {string} off relations that are switched off @property {string} outlet a number, or later~earlier
 * @property {string} language a number
 * @property {string} from @property {string} to days @property {string} side "new" or "reference"
 * @property {string} min least share of wording, per cent @property {string} measure
 * @property {string} sort @property {string} changed what edits changed @property {string} at a span
 * @property {string} layout of a pair
 * @typedef {(state: State, before: State) => void} Listener
 */

/** @type {State} */
const DEFAULTS = {
  view: "",
  key: "",
  q: "",
  text: "",
  off: "",
  outlet: "",
  language: "",
  from: "",
  to: "",
  side: "",
  min: "0",
  measure: "both",
  sort: "",
  changed: "",
  at: "",
  layout: "side",
};
const NO_FILTERS = ["view", "key", "at", "layout"];
const REST_MS = 250; // until a filter is written into the address

let home = { view: "overview", key: "" };
let state = read();
/** @type {Set<Listener>} */
const listeners = new Set();

/** @returns {State} */
function read() {
  const [, path = "", query = ""] = /^#\/?([^?]*)\??(.*)$/.exec(location.hash) ?? [];
  const [view, key] = path.split("/");
  const known = [...new URLSearchParams(query)].filter(([name]) => name in DEFAULTS);
  const place = view ? { view, key: key ?? "" } : home;
  return { ...DEFAULTS, ...Object.fromEntries(known), ...place };
}

export function current() {
  return state;
}

/** The address of a view where some things are otherwise. @param {Partial<State>} patch */
export function address(patch) {
  const { view, key, ...rest } = { ...state, ...("view" in patch ? { at: "" } : {}), ...patch };
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(rest)) {
    if (value !== /** @type {any} */ (DEFAULTS)[name]) query.set(name, value);
  }
  const tail = query.toString();
  return `#/${view}${key ? `/${key}` : ""}${tail ? `?${tail}` : ""}`;
}

// A change of view is a step in the history. A change of a filter is none, and is written when the hand rests: browsers
// refuse an address that changes a hundred times in half a minute, as it would under a slider.
let waiting = 0;

function settle() {
  clearTimeout(waiting);
  waiting = 0;
  if (location.hash !== address({})) history.replaceState(null, "", address({}));
}

/** Look at something else. @param {Partial<State>} patch */
export function go(patch) {
  const before = state;
  const isStep = "view" in patch;
  if (isStep && waiting) settle();
  state = { ...state, ...(isStep ? { at: "" } : {}), ...patch };
  clearTimeout(waiting);
  waiting = 0;
  if (!isStep) waiting = setTimeout(settle, REST_MS);
  else if (location.hash !== address({})) history.pushState(null, "", address({}));
  for (const listener of listeners) listener(state, before);
}

/** @param {Listener} listener */
export function listen(listener) {
  listeners.add(listener);
}

/** Where the page opens without an address. @param {string} view @param {string} key */
export function openAt(view, key) {
  home = { view, key };
  state = read();
}

/** No filter at all. @returns {Partial<State>} */
export function cleared() {
  return Object.fromEntries(Object.entries(DEFAULTS).filter(([name]) => !NO_FILTERS.includes(name)));
}

/** How many filters are set. @param {State} now */
export function filterCount(now) {
  const counted = Object.entries(cleared()).filter(([name]) => !["sort", "measure", "text"].includes(name));
  return counted.filter(([name, value]) => /** @type {any} */ (now)[name] !== value).length;
}

addEventListener("click", () => waiting && settle(), { capture: true }); // before a link leads on
addEventListener("hashchange", () => {
  const before = state;
  state = read();
  for (const listener of listeners) listener(state, before);
});
