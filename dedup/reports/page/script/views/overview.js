// The first look: how much is redundant, what kinds of matches there are, and what to look at first.

import { h, heading } from "../parts/dom.js";
import { count, day, share, whole } from "../parts/format.js";
import { PARTS, stacked, swatch } from "../parts/bars.js";
import { address } from "../state.js";
import { selected } from "../data/filter.js";
import { thresholds } from "./thresholds.js";
import { firstLooks } from "./looks.js";

/** @typedef {import("../data/report.js").Report} Report @typedef {import("../data/filter.js").Selection} Selection @typedef {import("../state.js").State} State */

/** @param {Report} report */
export function overview(report) {
  const top = h("div");
  const threshold = thresholds(report);
  const rest = h("div");
  const title = heading("Overview");
  title.classList.add("unseen");
  const element = h("div", { class: "overview" }, title, top, report.pairs > 0 && threshold.element, rest);
  /** @param {State} state */
  function update(state) {
    const found = selected(report, state);
    top.replaceChildren(...summary(report, found));
    threshold.update(state, found);
    rest.replaceChildren(...firstLooks(report, found));
  }
  return { element, update };
}

/** Articles and parts of texts in sum; those of a reference are counted apart. @param {Report} report @param {Selection} found */
function sums(report, found) {
  const { outlet, source } = report.articles;
  const outlets = new Set();
  const all = {
    articles: 0,
    reference: 0,
    outlets: 0,
    doubled: 0,
    first: Infinity,
    last: -Infinity,
    sizes: { own: 0, copied: 0, doubled: 0, boilerplate: 0 },
  };
  for (let article = 0; article < report.count; article++) {
    if (!found.articles[article]) continue;
    if (report.isReference[article]) {
      all.reference++;
      continue;
    }
    all.articles++;
    all.doubled += report.hasDoubled[article];
    if (outlet[article] >= 0) outlets.add(outlet[article]);
    const isCopied = source[article] >= 0 && found.isLinked[source[article]];
    const copied = isCopied ? report.length.copied[article] : 0;
    all.sizes.own += report.length.own[article] + report.length.copied[article] - copied;
    all.sizes.copied += copied;
    all.sizes.doubled += report.length.doubled[article];
    all.sizes.boilerplate += report.length.boilerplate[article];
    const at = report.published(article);
    if (at !== null) [all.first, all.last] = [Math.min(all.first, at), Math.max(all.last, at)];
  }
  return { ...all, outlets: outlets.size };
}

/** @param {Report} report @param {Selection} found */
function summary(report, found) {
  const all = sums(report, found);
  const { sizes } = all;
  const total = Object.values(sizes).reduce((sum, size) => sum + size, 0);
  const dates = all.first <= all.last && `Published ${day(all.first)} to ${day(all.last)} (UTC). `;
  const reference =
    report.hasReference &&
    `Judged against a reference, of which ${count(all.reference, "article matches", "articles match")}.`;
  return [
    h(
      "section",
      { class: "lead" },
      h(
        "p",
        { class: "headline" },
        h("strong", null, share(sizes.copied + sizes.doubled, total)),
        " of the text is redundant: copied from another article, or twice on one page.",
      ),
      stacked(sizes, "tall"),
      h(
        "ul",
        { class: "legend" },
        PARTS.map(([name, label]) =>
          h(
            "li",
            null,
            swatch(`is-${name}`),
            h("span", { class: "number" }, share(/** @type {any} */ (sizes)[name], total)),
            ` ${label}`,
          ),
        ),
      ),
      (dates || reference) && h("p", { class: "quiet" }, dates, reference),
    ),
    tiles(report, found, all),
  ];
}

/** @param {Report} report @param {Selection} found @param {{articles: number, outlets: number, doubled: number}} all */
function tiles(report, found, all) {
  /** @type {[number, string, string, string, object?][]} */
  const rows = [
    [
      all.articles,
      report.hasReference ? "new article" : "article",
      report.hasReference ? "new articles" : "articles",
      "articles",
    ],
    [all.outlets, "outlet", "outlets", "outlets"],
    [found.stories.length, "story", "stories", "stories"],
    [found.clusters.length, "cluster of copies", "clusters of copies", "clusters"],
    [found.pairs.length, "match", "matches", "matches"],
    [all.doubled, "with doubled blocks", "with doubled blocks", "articles", { sort: "-doubled" }],
  ];
  const tile = (/** @type {[number, string, string, string, object?]} */ [number, one, many, view, patch]) =>
    h(
      "li",
      null,
      h(
        "a",
        { href: address({ view, key: "", sort: "", ...patch }) },
        h("strong", { class: "number" }, whole(number)),
        h("span", null, number === 1 ? one : many),
      ),
    );
  return h("ul", { class: "tiles" }, rows.map(tile));
}
