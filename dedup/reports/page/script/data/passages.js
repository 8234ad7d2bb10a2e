// The passages of a pair, from the numbers that they are kept as.

/**
 * @typedef {import("./text.js").Range} Range
 * @typedef {{left: Range, right: Range, changed: number}} Edit `changed` has a bit for each of BITS
 * @typedef {{left: Range, right: Range, words: number, similarity: number, kind: string, edits: Edit[]}} Passage
 * @typedef {{kind: string, text: string, left: Range | 0, right: Range | 0, weight: number}} Observation
 * @typedef {{passages: Passage[], summaries: Passage[], evidence: Observation[]}} Alignment
 */

/** @type {Record<"number" | "name" | "quotation", number>} */
export const BITS = { number: 1, name: 2, quotation: 4 };
export const CHANGES = /** @type {("number" | "name" | "quotation")[]} */ (Object.keys(BITS));

/** @param {any[]} row @param {string[]} kinds @returns {Alignment} */
export function alignment([passages, summaries, evidence], kinds) {
  return {
    passages: passages.map((/** @type {any[]} */ each) => passage(each, kinds)),
    summaries: summaries.map((/** @type {any[]} */ each) => passage(each, kinds)),
    evidence: evidence.map((/** @type {any[]} */ [kind, text, left, right, weight]) => ({
      kind,
      text,
      left,
      right,
      weight,
    })),
  };
}

/** @param {any[]} row @param {string[]} kinds @returns {Passage} */
function passage([left, leftLength, right, rightLength, words, similarity, kind, flat], kinds) {
  return {
    left: [left, left + leftLength],
    right: [right, right + rightLength],
    words,
    similarity,
    kind: kinds[kind],
    edits: edits(flat, left, right),
  };
}

/** @param {number[]} flat @param {number} left @param {number} right @returns {Edit[]} */
function edits(flat, left, right) {
  /** @type {Edit[]} */
  const found = [];
  for (let place = 0; place < flat.length; place += 5) {
    const [leftGap, leftLength, rightGap, rightLength, changed] = flat.slice(place, place + 5);
    const [leftStart, rightStart] = [left + leftGap, right + rightGap];
    [left, right] = [leftStart + leftLength, rightStart + rightLength];
    found.push({ left: [leftStart, left], right: [rightStart, right], changed });
  }
  return found;
}

/** The kinds of change that bits stand for. @param {number} bits */
export function changesOf(bits) {
  return CHANGES.filter((name) => BITS[name] & bits);
}
