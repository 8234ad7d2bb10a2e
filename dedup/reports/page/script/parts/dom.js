// Elements made of data. Text is only ever a text node, so what an article says can never become markup.

const SVG = "http://www.w3.org/2000/svg";
const PROPERTIES = new Set(["value", "checked", "indeterminate"]);

/**
 * @typedef {Record<string, any> | null} Attributes handlers begin with "on"; false, null and undefined are left out
 * @typedef {any} Child a node, a text, a list of them; false, null and undefined are left out
 */

/** @param {Element} element @param {Attributes} attributes @param {Child[]} children */
function filled(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (value === false || value === null || value === undefined) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name === "style") setStyle(element, value);
    else if (PROPERTIES.has(name)) /** @type {any} */ (element)[name] = value;
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(
    ...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false),
  );
}

/** The policy forbids a style attribute and allows this. @param {any} element @param {Record<string, string>} rules */
function setStyle(element, rules) {
  for (const [rule, value] of Object.entries(rules)) element.style.setProperty(rule, value);
}

/** @param {string} name @param {Attributes} [attributes] @param {...Child} children @returns {any} */
export function h(name, attributes, ...children) {
  const element = document.createElement(name);
  filled(element, attributes ?? null, children);
  return element;
}

/** @param {string} name @param {Attributes} [attributes] @param {...Child} children @returns {any} */
export function svg(name, attributes, ...children) {
  const element = document.createElementNS(SVG, name);
  filled(element, attributes ?? null, children);
  return element;
}

/** Text that only a screen reader says. @param {string} text */
export function unseen(text) {
  return h("span", { class: "unseen" }, text);
}

/** A link to another site: only web addresses, for a page may name anything as its own.
 * @param {string | null | undefined} url @param {...Child} children */
export function outside(url, ...children) {
  if (!/^https?:\/\//i.test(url ?? "")) return children;
  return h("a", { href: url, target: "_blank", rel: "noopener noreferrer" }, children, unseen(" (another site)"));
}

// Marks that reverse the order of letters, and controls that show nothing.
const HIDDEN = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufff9-\ufffb]/g;

/** The text with hidden characters as their codes. @param {string} text */
export function visible(text) {
  return text.replace(HIDDEN, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

/** A text of others, which keeps its direction to itself. @param {string} text @param {Attributes} [attributes] */
export function plain(text, attributes) {
  return h("bdi", { dir: "auto", ...attributes }, visible(text));
}

/** Let a screen reader say something. @param {string} text */
export function announce(text) {
  const live = document.getElementById("live");
  if (live) live.textContent = text;
}

/** A region that scrolls sideways, and takes the focus so that keys can scroll it. @param {string} label @param {...Child} children */
export function scrolling(label, ...children) {
  return h("div", { class: "scroll-x", tabindex: 0, role: "region", "aria-label": label }, children);
}

/** The head of a plain table. @param {string[]} names */
export function tableHead(names) {
  return h(
    "thead",
    null,
    h(
      "tr",
      null,
      names.map((name) => h("th", { scope: "col" }, name)),
    ),
  );
}

/** A heading that takes the focus when its view opens. @param {...Child} children */
export function heading(...children) {
  return h("h1", { tabindex: -1 }, children);
}

/** A view of something that the report does not hold. @param {string} what */
export function missing(what) {
  return h("div", null, heading(`No such ${what}`), h("p", null, "The link may be of a report on other articles."));
}
