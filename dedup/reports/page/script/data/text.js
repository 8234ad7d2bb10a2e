// A text and its places. Places count code points; JavaScript counts UTF-16 units, two of which are one code point
// beyond U+FFFF. A text with such characters gets a table of places, all others need none.

/** @typedef {[number, number]} Range start and end, half-open, in code points */

export class Text {
  /** @param {string} signs */
  constructor(signs) {
    this.signs = signs;
    /** @type {number[] | null} */
    this.places = null;
    if (!/[\ud800-\udbff][\udc00-\udfff]/.test(signs)) return;
    this.places = [];
    for (let at = 0; at < signs.length; at += Number(signs.codePointAt(at)) > 0xffff ? 2 : 1) this.places.push(at);
    this.places.push(signs.length);
  }

  /** The code points in a range. @param {number} start @param {number} end */
  slice(start, end) {
    return this.places ? this.signs.slice(this.places[start], this.places[end]) : this.signs.slice(start, end);
  }

  get length() {
    return this.places ? this.places.length - 1 : this.signs.length;
  }
}

/** Flat gaps and lengths to ranges. @param {number[]} flat @returns {Range[]} */
export function ranges(flat) {
  /** @type {Range[]} */
  const found = [];
  let at = 0;
  for (let place = 0; place < flat.length; place += 2) {
    const start = at + flat[place];
    at = start + flat[place + 1];
    found.push([start, at]);
  }
  return found;
}
