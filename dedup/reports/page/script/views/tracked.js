// The later text as an editor sees it in a word processor: what it left out of the earlier one, and what it put in.

import { h, visible } from "../parts/dom.js";
import { editClass, marked, PASSAGE_COLOURS } from "../parts/marked.js";
import { ranges } from "../data/text.js";

/**
 * @typedef {import("../data/report.js").Report} Report @typedef {import("./pair.js").Opened} Opened
 * @typedef {import("../data/passages.js").Passage} Passage @typedef {import("../data/text.js").Text} Text
 */

const WORDS = /[\p{L}\p{N}]/u;
const GAP = "\u2009"; // a thin space: what was left out stood behind a space

/** @param {Report} report @param {Opened} opened */
export function tracked(report, { articles, texts: [left, right], found }) {
  const passages = [...(found.passages.length ? found.passages : found.summaries)];
  const numbers = new Map(passages.flatMap((each) => each.edits).map((edit, number) => [edit, number]));
  const colours = new Map(passages.map((each, number) => [each, number % PASSAGE_COLOURS]));
  passages.sort((one, other) => one.right[0] - other.right[0]);
  const isInOrder = passages.every((each, n) => !n || each.left[0] >= passages[n - 1].left[1]);
  const boilerplate = ranges(report.articles.boilerplate[articles[1]]);
  const out = document.createDocumentFragment();
  const leftOut = (/** @type {number} */ from, /** @type {number} */ to) => {
    if (isInOrder && from < to && WORDS.test(left.slice(from, to)))
      out.append(h("del", { class: "outer-gone" }, visible(left.slice(from, to))));
  };
  let [atLeft, atRight] = [0, 0];
  for (const each of passages) {
    leftOut(atLeft, each.left[0]);
    out.append(between(right, atRight, each.right[0], boilerplate));
    out.append(h("mark", { class: `passage c${colours.get(each)}` }, withEdits(each, left, right, numbers)));
    [atLeft, atRight] = [each.left[1], Math.max(atRight, each.right[1])];
  }
  leftOut(atLeft, left.length);
  out.append(between(right, atRight, right.length, boilerplate));
  return out;
}

/** What the later text has outside of passages. @param {Text} text @param {number} from @param {number} to @param {import("../data/text.js").Range[]} boilerplate */
function between(text, from, to, boilerplate) {
  if (from >= to) return "";
  const part = /** @type {Text} */ ({
    length: to - from,
    slice: (/** @type {number} */ start, /** @type {number} */ end) => text.slice(from + start, from + end),
  });
  const inside = boilerplate.map(
    ([start, end]) => /** @type {[number, number]} */ ([Math.max(0, start - from), Math.min(to, end) - from]),
  );
  return h(
    "span",
    { class: "outer" },
    marked(part, { boilerplate: inside.filter(([start, end]) => end > start) }, "right"),
  );
}

/** @param {Passage} passage @param {Text} left @param {Text} right @param {Map<any, number>} numbers */
function withEdits(passage, left, right, numbers) {
  /** @type {any[]} */
  const pieces = [];
  let at = passage.right[0];
  for (const edit of passage.edits) {
    const before = visible(right.slice(at, Math.max(at, edit.right[0])));
    const attributes = { class: editClass(edit.changed), "data-edit": numbers.get(edit) };
    const [gone, put] = [left.slice(...edit.left), right.slice(...edit.right)];
    pieces.push(before, /\p{L}$/u.test(before) && GAP);
    if (gone) pieces.push(h("del", attributes, visible(gone)), put && GAP);
    if (put) pieces.push(h("ins", attributes, visible(put)));
    at = Math.max(at, edit.right[1]);
  }
  return [...pieces, visible(right.slice(at, passage.right[1]))];
}
