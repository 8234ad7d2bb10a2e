// Who published when: a lane for each outlet in order of appearance, a mark for each article, a curve from its source.

import { h, svg, visible } from "../parts/dom.js";
import { clock, count, day, duration, moment, oneLine, whole } from "../parts/format.js";
import { articleAddress, pairAddress } from "../parts/links.js";
import { RELATION, shape } from "../parts/relations.js";
import { CUT_POINTS, timeScale } from "./time_scale.js";

/**
 * @typedef {import("../data/report.js").Report} Report
 * @typedef {{relation: string, pair: number, from: number}} Part what an article is in a group, and of which other one
 * @typedef {(article: number) => Part} PartOf
 */

const MOST_LANES = 80;
const MOST_MARKS = 2000;
const NARROW = 620; // points
const HEAD = 34; // points above the lanes
const DAY = 1440; // minutes
const MIN_CUT_POINTS = 76; // between two cuts whose lengths are written

/** @param {Report} report @param {number[]} members */
function datedMembers(report, members) {
  const dated = members.filter((article) => report.published(article) !== null);
  return dated.sort((one, other) => Number(report.published(one)) - Number(report.published(other)));
}

/** @param {Report} report @param {number[]} members @param {PartOf} partOf @param {number} width points */
export function timeline(report, members, partOf, width) {
  const all = datedMembers(report, members);
  if (all.length < 2) return h("p", { class: "quiet" }, "Too few of these articles have a date to draw a timeline.");
  const { outlet } = report.articles;
  const lanes = [...new Set(all.map((article) => outlet[article]))].slice(0, MOST_LANES);
  const dated = all.filter((article) => lanes.includes(outlet[article])).slice(0, MOST_MARKS);
  const isNarrow = width < NARROW;
  const isMixed = report.languagesOf(all).length > 1;
  const [label, lane] = isNarrow ? [0, 40] : [isMixed ? 280 : 210, 26];
  const at = (/** @type {number} */ article) => Number(report.published(article));
  const scale = timeScale(dated.map(at), label + 12, Math.max(120, width - label - 30));
  const place = (/** @type {number} */ article) => [
    scale.x(at(article)),
    HEAD + (lanes.indexOf(outlet[article]) + (isNarrow ? 0.7 : 0.5)) * lane,
  ];
  const height = HEAD + lanes.length * lane + 6;
  const spokenIn = (/** @type {number} */ name) => report.languagesOf(dated.filter((article) => outlet[article] === name));
  const shown = new Set(dated);
  const drawing = svg(
    "svg",
    {
      width,
      height,
      viewBox: `0 0 ${width} ${height}`,
      role: "group",
      "aria-label": `Timeline of ${count(dated.length, "article")}; the table below has the same.`,
    },
    lanes.map((name, n) =>
      laneOf(report.outlets[name] ?? "no outlet", isMixed ? spokenIn(name) : [], HEAD + n * lane, n, {
        width,
        label,
        lane,
        isNarrow,
      }),
    ),
    axis(scale, height),
    cuts(scale, lanes.length * lane),
    dated.map((article) => link(partOf(article), article, shown, place)),
    dated.map((article) => mark(report, article, partOf(article), place(article))),
  );
  return h("figure", { class: "timeline" }, drawing, caption(members.length - all.length, all.length - dated.length));
}

/** @param {string} name @param {string[]} languages @param {number} top @param {number} n @param {{width: number, label: number, lane: number, isNarrow: boolean}} size */
function laneOf(name, languages, top, n, { width, label, lane, isNarrow }) {
  const position = isNarrow
    ? { x: 4, y: top + 12, "text-anchor": "start" }
    : { x: label - 8, y: top + lane / 2 + 4, "text-anchor": "end" };
  return [
    svg("rect", { x: 0, width, y: top, height: lane, class: n % 2 ? "lane" : "lane odd" }),
    svg(
      "text",
      { ...position, class: "outlet" },
      visible(oneLine(name, languages.length ? 26 : 28)),
      languages.length > 0 && svg("tspan", { class: "tick" }, ` ${languages.join(", ")}`),
    ),
  ];
}

/** @param {import("./time_scale.js").Scale} scale @param {number} height */
function axis({ x, ticks, step }, height) {
  return ticks.map((at) => [
    svg("line", { x1: x(at), x2: x(at), y1: HEAD - 8, y2: height, class: "grid" }),
    svg("text", { x: x(at), y: 14, class: "tick", "text-anchor": "middle" }, step >= DAY ? day(at) : clock(at)),
    step < DAY && svg("text", { x: x(at), y: 25, class: "tick small", "text-anchor": "middle" }, day(at).slice(5)),
  ]);
}

/** @param {import("./time_scale.js").Scale} scale @param {number} height of all lanes */
function cuts({ x, breaks }, height) {
  const isNear = (/** @type {number} */ n) => n > 0 && x(breaks[n][0]) - x(breaks[n - 1][0]) < MIN_CUT_POINTS;
  return breaks.map(([start, end], n) => [
    svg("rect", { x: x(start) + 8, width: CUT_POINTS - 16, y: HEAD, height, class: "cut" }),
    svg("text", { x: x(start) + CUT_POINTS / 2, y: 14, class: "tick", "text-anchor": "middle" }, "⋯"),
    !isNear(n) &&
      svg(
        "text",
        { x: x(start) + CUT_POINTS / 2, y: 25, class: "tick small", "text-anchor": "middle" },
        duration(end - start),
      ),
  ]);
}

/** @param {Part} part @param {number} article @param {Set<number>} shown @param {(article: number) => number[]} place */
function link({ relation, from }, article, shown, place) {
  if (!shown.has(from)) return null;
  const [[x1, y1], [x2, y2]] = [place(from), place(article)];
  const middle = (y1 + y2) / 2;
  return svg("path", { d: `M${x1},${y1}C${x1},${middle} ${x2},${middle} ${x2},${y2}`, class: `link line-${relation}` });
}

/** @param {Report} report @param {number} article @param {Part} part @param {number[]} place */
function mark(report, article, { relation, pair }, [x, y]) {
  const what = relation === "first" ? "first" : RELATION[relation].name;
  const language = report.languages.length > 1 ? report.languagesOf([article]).map((name) => ` (${name})`) : "";
  const label = `${moment(report.published(article))}, ${report.outlet(article)}${language}: ${visible(oneLine(report.title(article), 120))} (${what})`;
  return svg(
    "a",
    { href: pair >= 0 ? pairAddress(report, pair) : articleAddress(report, article), class: "dot" },
    svg("circle", { cx: x, cy: y, r: 12, class: "target" }),
    shape(relation, { transform: `translate(${x},${y})` }),
    svg("title", null, label),
  );
}

/** @param {number} undated @param {number} hidden */
function caption(undated, hidden) {
  const notes = [
    undated && `${count(undated, "article")} without a date ${undated === 1 ? "is" : "are"} in the table only.`,
    hidden && `${whole(hidden)} more are in the table only: the timeline shows ${MOST_LANES} outlets.`,
  ].filter(Boolean);
  return notes.length ? h("figcaption", { class: "quiet" }, notes.join(" ")) : null;
}

const SPARK_WIDTH = 144;
const MOST_SPARKS = 200;

/** The same in one line, for lists. @param {Report} report @param {number[]} members @param {PartOf} partOf */
export function sparkline(report, members, partOf) {
  const dated = datedMembers(report, members);
  if (dated.length < 2) return h("span");
  const at = (/** @type {number} */ article) => Number(report.published(article));
  const [from, to] = [at(dated[0]), at(dated[dated.length - 1])];
  const x = (/** @type {number} */ article) => 8 + (SPARK_WIDTH * (at(article) - from)) / Math.max(1, to - from);
  const marks = dated.slice(0, MOST_SPARKS).reverse(); // the first lies on top
  return svg(
    "svg",
    { class: "sparkline", viewBox: "0 0 160 22", "aria-hidden": "true" },
    svg("line", { x1: 8, x2: 152, y1: 11, y2: 11, class: "grid" }),
    marks.map((article) => shape(partOf(article).relation, { transform: `translate(${x(article)},11) scale(.8)` })),
  );
}
