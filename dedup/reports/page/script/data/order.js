// The order of a list: a name of a column, with "-" before it for the largest first.

/** @template T @param {T[]} rows @param {string} sorted @param {Record<string, (row: T) => number>} by @param {(one: T, other: T) => number} ties @returns {T[]} */
export function ordered(rows, sorted, by, ties) {
  const value = by[sorted.replace("-", "")] ?? Object.values(by)[0];
  const sign = sorted.startsWith("-") ? -1 : 1;
  const keyed = rows.map((row) => /** @type {[number, T]} */ ([value(row), row]));
  return keyed
    .sort(([one, first], [other, second]) => sign * compared(one, other) || ties(first, second))
    .map(([, row]) => row);
}

/** Infinite ones are equal: their difference is no number. @param {number} one @param {number} other */
function compared(one, other) {
  return one === other ? 0 : one - other;
}
