// One story or cluster: who published when, its likely origin, its articles, and what was changed.

import { h, heading, missing, plain, scrolling, tableHead } from "../parts/dom.js";
import { count, later, moment, oneLine, percent } from "../parts/format.js";
import { articleAddress, articleLink, byline, changed, changes, firstOf, pairLink, titleOf } from "../parts/links.js";
import { bar, meter } from "../parts/bars.js";
import { badge, BY_WORDING, icon, RELATION } from "../parts/relations.js";
import { list } from "../parts/list.js";
import { address } from "../state.js";
import { selected } from "../data/filter.js";
import { extentOf, outletsIn, partsOf } from "../data/group_parts.js";
import { changesOf } from "../data/passages.js";
import { timeline } from "../charts/timeline.js";
import { days } from "./groups.js";

/**
 * @typedef {import("../data/report.js").Report} Report @typedef {import("../data/report.js").Group} Group
 * @typedef {import("../state.js").State} State @typedef {import("../charts/timeline.js").PartOf} PartOf
 */

const CLUE_ARTICLES = 4; // named for one clue
const CHANGES_SHOWN = 40;
const CHANGES_SOUGHT = 200; // pairs whose passages are read for them
const CHANGE_CHARACTERS = 90;

/** @param {Report} report @param {State} state */
export function story(report, state) {
  const article = report.byKey.get(state.key) ?? -1;
  const group = report.stories[report.storyOf[article] ?? -1];
  return group ? groupView(report, group, "story") : missing("story");
}

/** @param {Report} report @param {State} state */
export function cluster(report, state) {
  const article = report.byKey.get(state.key) ?? -1;
  const group =
    selected(report, state).clusters.find(({ members }) => members.includes(article)) ??
    report.clusters[report.clusterOf[article] ?? -1];
  return group ? groupView(report, group, "cluster") : missing("cluster");
}

/** @param {Report} report @param {Group} group @param {"story" | "cluster"} kind */
function groupView(report, group, kind) {
  const first = firstOf(report, group);
  const partOf = partsOf(report, group);
  const place = h("div", { class: "timeline-place" });
  const changedPlace = h("div");
  const element = h(
    "article",
    { class: "group" },
    crumb(kind),
    heading(titleOf(report, first)),
    inShort(report, group),
    h(
      "section",
      { class: "card" },
      h("h2", null, "Who published when"),
      legend(group.members.map((article) => partOf(article).relation)),
      place,
    ),
    h("h2", null, "Articles"),
    memberList(report, group, partOf, first),
    h("div", { class: "columns" }, originCard(report, group.origin), changedPlace),
  );
  let drawn = 0;
  const draw = () => {
    const width = Math.floor(place.clientWidth);
    if (width && width !== drawn) place.replaceChildren(timeline(report, group.members, partOf, (drawn = width)));
  };
  new ResizeObserver(draw).observe(place);
  changedTable(report, group, partOf).then((table) => table && changedPlace.replaceWith(table));
  return element;
}

/** @param {"story" | "cluster"} kind */
function crumb(kind) {
  const [view, name] = kind === "story" ? ["stories", "Stories"] : ["clusters", "Clusters"];
  return h("p", { class: "crumb" }, h("a", { href: address({ view, key: "", sort: "" }) }, name), ` / ${kind}`);
}

/** @param {Report} report @param {Group} group */
function inShort(report, group) {
  const times = extentOf(report, group.members);
  const languages = report.languagesOf(group.members);
  return h(
    "p",
    { class: "quiet" },
    `${count(group.members.length, "article")} in ${count(outletsIn(report, group.members), "outlet")}`,
    languages.length > 1 && ` and ${count(languages.length, "language")} (${languages.join(", ")})`,
    times && `, ${days(times)}`,
    group.clusters.length > 0 && `, ${count(group.clusters.length, "cluster")} of copies`,
    group.terms.length > 0 && [" · about ", plain(group.terms.join(", "))],
  );
}

/** @param {string[]} relations */
function legend(relations) {
  const names = ["first", ...Object.keys(RELATION)].filter((name) => relations.includes(name));
  return h(
    "ul",
    { class: "legend" },
    names.map((name) => h("li", null, icon(name), RELATION[name]?.name ?? "first")),
  );
}

/** @param {Report} report @param {import("../data/report.js").Origin | null} origin */
function originCard(report, origin) {
  if (!origin)
    return h(
      "section",
      { class: "card origin" },
      h("h2", null, "Likely origin"),
      h("p", null, "Not known: the clues are weak or disagree."),
    );
  /** @type {Map<string, import("../data/report.js").Clue[]>} */
  const byClue = new Map();
  for (const clue of origin.clues)
    byClue.set(`${clue.kind} ${clue.name}`, [...(byClue.get(`${clue.kind} ${clue.name}`) ?? []), clue]);
  return h(
    "section",
    { class: "card origin" },
    h("h2", null, "Likely origin"),
    h(
      "p",
      { class: "origin-name" },
      h("strong", null, plain(origin.name)),
      meter(origin.confidence, 1000),
      h("span", { class: "number" }, `${percent(origin.confidence)} sure`),
    ),
    origin.article >= 0 &&
      h("p", { class: "quiet" }, articleLink(report, origin.article), " ", byline(report, origin.article)),
    h(
      "ul",
      { class: "clues" },
      [...byClue].map(([words, clues]) => clueLine(report, words, clues)),
    ),
  );
}

/** A clue, and the articles that give it: each leads to its place in the text. @param {Report} report @param {string} words @param {import("../data/report.js").Clue[]} clues */
function clueLine(report, words, clues) {
  const each = [...new Map(clues.filter(({ article }) => article >= 0).map((clue) => [clue.article, clue])).values()];
  const links = each
    .slice(0, CLUE_ARTICLES)
    .map(({ article, range }, n) => [
      n ? ", " : " in ",
      h(
        "a",
        { href: articleAddress(report, article, { at: range ? range.join("-") : "" }) },
        plain(report.outlet(article)),
      ),
    ]);
  return h("li", null, plain(words), links, each.length > CLUE_ARTICLES && ` and ${each.length - CLUE_ARTICLES} more`);
}

const COLUMNS = [
  { name: "date", head: "Published (UTC)", kind: "number" },
  { name: "outlet", head: "Outlet", kind: "label" },
  { name: "article", head: "Article", kind: "wide" },
  { name: "relation", head: "What it is", kind: "label" },
  { name: "share", head: "Shared", kind: "shares", hint: "share of its words that the other one has" },
  { name: "changed", head: "Changed", kind: "medium" },
];

/** @param {Report} report @param {Group} group @param {PartOf} partOf @param {number} first */
function memberList(report, group, partOf, first) {
  const at = (/** @type {number} */ article) => report.published(article) ?? Infinity;
  const members = [...group.members].sort((one, other) => (at(one) === at(other) ? one - other : at(one) - at(other)));
  const start = report.published(first);
  const isMixed = report.languagesOf(members).length > 1;
  return list({
    label: "Articles",
    kind: "members",
    columns: COLUMNS,
    length: members.length,
    empty: "",
    rowKind: (place) => (members[place] === first ? "is-first" : ""),
    row(place) {
      const article = members[place];
      const { relation, pair, from } = partOf(article);
      const now = report.published(article);
      const lag = now !== null && start !== null && article !== first ? later(now - start) : "";
      const isWorded = pair >= 0 && BY_WORDING.includes(relation);
      return [
        [moment(now), h("span", { class: "second" }, lag)],
        [
          plain(oneLine(report.outlet(article), 60)),
          isMixed && h("span", { class: "second" }, report.languagesOf([article])),
        ],
        articleLink(report, article),
        whatItIs(report, relation, pair, from),
        isWorded ? bar(report.coverage(pair, article)) : "",
        pair >= 0 ? changes(report, pair) : "",
      ];
    },
  });
}

/** @param {Report} report @param {string} relation @param {number} pair @param {number} from */
function whatItIs(report, relation, pair, from) {
  if (relation === "first") return h("span", { class: "badge is-first" }, icon("first"), "first");
  if (pair < 0) return h("span", { class: "quiet" }, "the same event");
  return [
    pairLink(report, pair, badge(relation)),
    h("span", { class: "second" }, "of ", plain(oneLine(report.outlet(from), 40))),
  ];
}

/** What an editor must explain: numbers, names and quotations that differ from the closest earlier article.
 * @param {Report} report @param {Group} group @param {PartOf} partOf */
async function changedTable(report, group, partOf) {
  const m = report.matches;
  const pairs = group.members
    .map((article) => partOf(article).pair)
    .filter((pair) => pair >= 0 && m.number[pair] + m.name[pair] + m.quotation[pair]);
  if (!pairs.length) return null;
  const found = await Promise.all(pairs.slice(0, CHANGES_SOUGHT).map((pair) => changesOfPair(report, pair)));
  const rows = found
    .flat()
    .sort((one, other) => Number(other.kinds.includes("number")) - Number(one.kinds.includes("number")));
  const words = (/** @type {string} */ text) =>
    text.trim() ? plain(oneLine(text, CHANGE_CHARACTERS)) : h("span", { class: "quiet" }, "nothing");
  const lines = rows.slice(0, CHANGES_SHOWN).map(({ pair, kinds, before, after }) =>
    h(
      "tr",
      null,
      h(
        "td",
        null,
        kinds.map((kind) => changed(kind)),
      ),
      h("td", null, h("del", null, words(before))),
      h("td", null, h("ins", null, words(after))),
      h("td", null, pairLink(report, pair, plain(oneLine(report.outlet(m.right[pair]), 40)))),
    ),
  );
  return h(
    "section",
    { class: "card" },
    h("h2", null, "What was changed"),
    scrolling(
      "What was changed",
      h("table", { class: "plain-table" }, tableHead(["Kind", "Before", "After", "Outlet"]), h("tbody", null, lines)),
    ),
    rows.length > CHANGES_SHOWN && h("p", { class: "quiet" }, `${rows.length - CHANGES_SHOWN} more in the pairs.`),
  );
}

/** @param {Report} report @param {number} pair */
async function changesOfPair(report, pair) {
  const m = report.matches;
  const [{ passages }, left, right] = await Promise.all([
    report.alignment(pair),
    report.text(m.left[pair]),
    report.text(m.right[pair]),
  ]);
  const edits = passages.flatMap((each) => each.edits).filter(({ changed: bits }) => bits);
  return edits.map((edit) => ({
    pair,
    kinds: changesOf(edit.changed),
    before: left.slice(...edit.left),
    after: right.slice(...edit.right),
  }));
}
