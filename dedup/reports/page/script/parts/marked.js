// A text with what was found in it: passages, edits inside them, repeated blocks, boilerplate. It is cut at all borders
// into flat pieces, so layers may overlap as they like; a passage is one element around its pieces.

import { h, visible } from "./dom.js";
import { changesOf } from "../data/passages.js";

/**
 * @typedef {import("../data/passages.js").Edit} Edit @typedef {import("../data/text.js").Text} Text
 * @typedef {[start: number, end: number, what?: any]} Entry in code points
 * @typedef {object} Layers
 * @property {Entry[]} [boilerplate] @property {Entry[]} [repeated] with a Block
 * @property {Entry[]} [passages] with a number @property {Entry[]} [edits] with an edit and its number
 * @property {Entry[]} [depth] with how many other articles hold it @property {Entry[]} [found]
 * @typedef {{name: string, isFirst: boolean, isFault: boolean, tag: string, title: string}} Block
 */

export const PASSAGE_COLOURS = 6;
const DEPTHS = [1, 3, 8]; // other articles, above which a stretch is darker

/** @param {Text} text @param {Layers} layers @param {"left" | "right"} side */
export function marked(text, layers, side) {
  const covering = Object.fromEntries(Object.entries(layers).map(([name, entries]) => [name, walker(entries)]));
  const points = emptyEdits(layers.edits ?? []);
  const out = document.createDocumentFragment();
  /** @type {{number: number, element: HTMLElement} | null} */
  let open = null;
  /** @type {Entry | null} */
  let block = null;
  const cuts = borders(text, layers);
  cuts.forEach((start, n) => {
    for (const edit of points.get(start) ?? []) (open?.element ?? out).append(editMark(edit, "", side));
    const end = cuts[n + 1];
    if (end === undefined) return;
    const here = Object.fromEntries(Object.entries(covering).map(([name, find]) => [name, find(start, end)]));
    if (open && open.number !== here.passages?.[2]) open = null;
    if (here.passages && !open) {
      open = { number: here.passages[2], element: passageMark(here.passages[2]) };
      out.append(open.element);
    }
    const target = open?.element ?? out;
    if (here.repeated && here.repeated !== block && here.repeated[2].tag)
      target.append(h("bdi", { class: "block-tag", dir: "ltr" }, here.repeated[2].tag)); // turns no Hebrew line around
    block = here.repeated ?? block;
    target.append(piece(visible(text.slice(start, end)), here, side));
  });
  return out;
}

/** All places where a layer begins or ends, in order. @param {Text} text @param {Layers} layers */
function borders(text, layers) {
  const cuts = new Set([0, text.length]);
  for (const entries of Object.values(layers)) {
    for (const [start, end] of entries) cuts.add(Math.min(start, text.length)).add(Math.min(end, text.length));
  }
  return [...cuts].sort((one, other) => one - other);
}

/** Edits without words on this side, by their place. @param {Entry[]} edits */
function emptyEdits(edits) {
  /** @type {Map<number, Entry[]>} */
  const points = new Map();
  for (const edit of edits) if (edit[0] === edit[1]) points.set(edit[0], [...(points.get(edit[0]) ?? []), edit]);
  return points;
}

/** Finds the entry of a layer that covers a piece; pieces come in order. @param {Entry[]} layer */
function walker(layer) {
  const entries = layer.filter(([start, end]) => end > start).sort((one, other) => one[0] - other[0]);
  /** @type {Entry[]} */
  let live = [];
  let next = 0;
  return (/** @type {number} */ start, /** @type {number} */ end) => {
    while (next < entries.length && entries[next][0] <= start) live.push(entries[next++]);
    live = live.filter((entry) => entry[1] >= end);
    return live[live.length - 1];
  };
}

/** @param {string} words @param {Record<string, Entry | undefined>} layers @param {"left" | "right"} side */
function piece(words, { boilerplate, repeated, edits, depth, found }, side) {
  let made = edits ? editMark(edits, words, side) : words;
  if (depth && !boilerplate)
    made = h(
      "span",
      {
        class: `depth d${1 + DEPTHS.filter((least) => depth[2] > least).length}`,
        title: `stands in ${depth[2]} other ${depth[2] === 1 ? "article" : "articles"}`,
      },
      made,
    );
  if (repeated) made = blockMark(repeated[2], made);
  if (found) made = h("span", { class: "found" }, made);
  if (boilerplate) made = h("span", { class: "boilerplate", title: "boilerplate: counts for nothing" }, made);
  return made;
}

/** @param {Block} block @param {any} words */
function blockMark({ name, isFirst, isFault, title }, words) {
  const kind = isFirst ? "is-first" : isFault ? "is-again" : "is-restated";
  return h("span", { class: `repeated ${kind}`, "data-block": name, title }, words);
}

/** @param {number} number */
function passageMark(number) {
  return h(
    "mark",
    { class: `passage c${number % PASSAGE_COLOURS}`, "data-passage": number },
    h(
      "button",
      {
        class: "tag",
        "data-passage": number,
        title: `Passage ${number + 1}: to the other side`,
        "aria-label": `Passage ${number + 1}, to the other side`,
      },
      String(number + 1),
    ),
  );
}

/** The class of an edit. @param {number} bits */
export function editClass(bits) {
  return ["edit", ...changesOf(bits).map((name) => `is-${name}`)].join(" ");
}

/** @param {Entry} entry @param {string} words @param {"left" | "right"} side */
function editMark([, , { edit, number }], words, side) {
  const attributes = { "data-edit": number, class: editClass(edit.changed) };
  if (!words) return h("span", { ...attributes, class: `${attributes.class} gap`, "aria-hidden": "true" });
  return h(side === "left" ? "del" : "ins", attributes, words);
}
