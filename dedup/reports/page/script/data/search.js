// Searches titles, outlets, authors and ids at once, and all texts when asked to.

/** @typedef {import("./report.js").Report} Report @typedef {import("../state.js").State} State */

/** @param {string} text */
function folded(text) {
  return text.normalize("NFKC").toLowerCase();
}

/** The words that are searched for. @param {State} state */
export function searchedWords(state) {
  return folded(state.q).split(/\s+/).filter(Boolean);
}

/** @type {string[] | null} */
let lines = null;

/** What is known of each article, in one line. @param {Report} report */
export function searchLines(report) {
  const { id, title, author } = report.articles;
  lines ??= id.map((/** @type {string} */ name, /** @type {number} */ article) =>
    folded(`${title[article] ?? ""}\n${report.outlet(article)}\n${name}\n${author[article] ?? ""}`),
  );
  return /** @type {string[]} */ (lines);
}

/** @type {Promise<string[]> | null} */
let texts = null;

/** All texts, inflated and folded once, when somebody first searches them. @param {Report} report */
async function foldedTexts(report) {
  const all = [];
  for (let chunk = 0; chunk < report.textChunks.length; chunk++) {
    for (const text of await report.chunk(`text-${chunk}`)) all.push(folded(text ?? ""));
  }
  return all;
}

let hits = { q: "", articles: new Set() };

/** Search the texts, if they are to be searched; what is found is kept for `textHits`. @param {Report} report @param {State} state */
export async function searchTexts(report, state) {
  if (!state.text || state.q === hits.q) return;
  const words = searchedWords(state);
  texts ??= foldedTexts(report);
  const found = new Set();
  (await texts).forEach((text, article) => words.every((word) => text.includes(word)) && found.add(article));
  hits = { q: state.q, articles: found };
}

/** The articles whose texts hold all words; none while texts are not searched. @param {State} state @returns {Set<number>} */
export function textHits(state) {
  return state.text && state.q === hits.q ? hits.articles : new Set();
}
