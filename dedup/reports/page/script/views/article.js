// One article: its repeated blocks, its boilerplate, and how many others hold its words.

import { h, heading, missing, outside, plain } from "../parts/dom.js";
import { count, oneLine, percent, share } from "../parts/format.js";
import { byline, changes, pairLink, titleOf } from "../parts/links.js";
import { badge, COPIES } from "../parts/relations.js";
import { PARTS, swatch } from "../parts/bars.js";
import { marked } from "../parts/marked.js";
import { copyButton } from "../parts/saving.js";
import { address } from "../state.js";
import { ranges } from "../data/text.js";

/**
 * @typedef {import("../data/report.js").Report} Report @typedef {import("../data/report.js").Repeat} Repeat
 * @typedef {import("../state.js").State} State @typedef {import("../parts/marked.js").Entry} Entry
 */

const MATCHES_SHOWN = 60;
const MATCHES_READ = 200; // whose passages are read to see how many others hold a stretch
const CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳";

/** @param {Report} report @param {State} state */
export function article(report, state) {
  const place = report.byKey.get(state.key);
  if (place === undefined) return missing("article");
  const { author, url, id } = report.articles;
  const body = h("div", { class: "text", dir: "auto", "aria-busy": "true" });
  const repeats = report.repeatsOf.get(place) ?? [];
  const blocks = h("div");
  draw(report, state, place, repeats, body, blocks);
  return h(
    "article",
    { class: "one-article" },
    h(
      "p",
      { class: "crumb" },
      h("a", { href: address({ view: "articles", key: "", sort: "" }) }, "Articles"),
      " / article",
    ),
    heading(titleOf(report, place)),
    h(
      "p",
      { class: "quiet" },
      byline(report, place),
      author[place] && [" · ", plain(oneLine(author[place], 120))],
      " · ",
      outside(url[place], plain(url[place] ?? id[place])),
    ),
    h(
      "div",
      { class: "columns text-first" },
      h("section", { class: "card reading" }, legend(report, place), body),
      h("div", null, blocks, matchCard(report, place)),
    ),
  );
}

/** Draw the text once it is there. @param {Report} report @param {State} state @param {number} place @param {Repeat[]} repeats @param {HTMLElement} body @param {HTMLElement} blocks */
async function draw(report, state, place, repeats, body, blocks) {
  const copies = report.matchesOf[place]
    .filter((pair) => COPIES.includes(report.relation(pair)))
    .slice(0, MATCHES_READ);
  const [text, ...found] = await Promise.all([report.text(place), ...copies.map((pair) => report.alignment(pair))]);
  const shared = found.flatMap(({ passages }, n) =>
    passages.map((each) => (report.matches.left[copies[n]] === place ? each.left : each.right)),
  );
  if (report.hasNoText[place])
    body.replaceChildren(
      h("p", { class: "empty" }, "This page does not hold the text: it holds some 24 million characters at most."),
    );
  else
    body.replaceChildren(
      marked(
        text,
        {
          boilerplate: ranges(report.articles.boilerplate[place]),
          repeated: blockEntries(repeats),
          depth: depths(shared),
          found: foundEntry(state.at),
        },
        "right",
      ),
    );
  if (repeats.length) blocks.replaceChildren(blockCard(repeats, text, body));
  body.querySelector(".found")?.scrollIntoView({ block: "center" });
  body.removeAttribute("aria-busy");
}

/** @param {Report} report @param {number} place */
function legend(report, place) {
  const sizes = /** @type {Record<string, Uint32Array>} */ (report.length);
  const parts = PARTS.filter(([part]) => sizes[part][place]).map(([part, label]) =>
    h("li", null, swatch(`is-${part}`), `${share(sizes[part][place], report.articles.length[place])} ${label}`),
  );
  const depth = ["1", "2+", "4+", "9+"].map((label, n) => h("span", { class: `depth d${n + 1} key` }, label));
  return h("ul", { class: "legend" }, parts, h("li", null, depth, " other articles hold it"));
}

/** @param {string} at @returns {Entry[]} */
function foundEntry(at) {
  const [, start, end] = /^(\d+)-(\d+)$/.exec(at) ?? [];
  return start ? [[Number(start), Number(end)]] : [];
}

/** @param {number} block */
function blockName(block) {
  return CIRCLED[block] ?? `(${block + 1})`;
}

/** @param {Repeat[]} repeats @returns {Entry[]} */
function blockEntries(repeats) {
  return repeats.flatMap(({ ranges: places, words, kind, isFault }, block) =>
    places.map(([start, end], time) => {
      const where = time ? "again" : "stands again below";
      const title = `block ${block + 1}, ${count(words, "word")}: ${kind}, ${time ? "stands above already" : where}`;
      return /** @type {Entry} */ ([
        start,
        end,
        { name: `${block}.${time}`, isFirst: !time, isFault, tag: `${blockName(block)} ${where}`, title },
      ]);
    }),
  );
}

/** @param {Repeat[]} repeats @param {import("../data/text.js").Text} text @param {HTMLElement} body */
function blockCard(repeats, text, body) {
  const jump = (/** @type {string} */ name) => () =>
    body.querySelector(`[data-block="${name}"]`)?.scrollIntoView({ block: "center" });
  const rows = repeats.map(({ words, similarity, kind, isFault, ranges: places }, block) =>
    h(
      "li",
      null,
      h("span", { class: isFault ? "alarm" : "" }, kind),
      `: ${count(words, "word")}, ${count(places.length, "time")}`,
      similarity < 1000 && `, ${percent(similarity)} alike`,
      " ",
      places.map((_, time) =>
        h(
          "button",
          { class: "plain", onclick: jump(`${block}.${time}`) },
          `${blockName(block)}${time ? " again" : ""}`,
        ),
      ),
      copyButton("Copy", () => text.slice(...places[0])),
    ),
  );
  return h("section", { class: "card" }, h("h2", null, "Repeated blocks"), h("ol", { class: "blocks" }, rows));
}

/** @param {Report} report @param {number} place */
function matchCard(report, place) {
  const m = report.matches;
  const pairs = [...report.matchesOf[place]].sort((one, other) => m.relation[one] - m.relation[other] || one - other);
  const rows = pairs
    .slice(0, MATCHES_SHOWN)
    .map((pair) =>
      h(
        "li",
        null,
        h("p", { class: "match-head" }, badge(report.relation(pair)), byline(report, report.other(pair, place))),
        pairLink(report, pair, titleOf(report, report.other(pair, place))),
        " ",
        changes(report, pair),
      ),
    );
  return h(
    "section",
    { class: "card" },
    h("h2", null, count(pairs.length, "match", "matches")),
    rows.length
      ? h("ul", { class: "match-list" }, rows)
      : h("p", { class: "empty" }, "It shares nothing with the others."),
    pairs.length > MATCHES_SHOWN &&
      h("p", { class: "quiet" }, `${pairs.length - MATCHES_SHOWN} more in the list of matches.`),
  );
}

/** How many ranges cover each stretch. @param {import("../data/text.js").Range[]} found @returns {Entry[]} */
function depths(found) {
  const steps = found
    .flatMap(([start, end]) => [
      [start, 1],
      [end, -1],
    ])
    .sort((one, other) => one[0] - other[0] || one[1] - other[1]);
  /** @type {Entry[]} */
  const layer = [];
  let [depth, from] = [0, 0];
  for (const [at, step] of steps) {
    if (depth > 0 && at > from) layer.push([from, at, depth]);
    depth += step;
    from = at;
  }
  return layer;
}
