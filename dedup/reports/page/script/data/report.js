// The report: columns of the index at once, texts and passages in chunks when they are opened.

import { unpack } from "./unpack.js";
import { ranges, Text } from "./text.js";
import { alignment } from "./passages.js";
import { COPIES } from "../parts/relations.js";

/**
 * @typedef {import("./text.js").Range} Range
 * @typedef {{kind: string, name: string, article: number, range: Range | null}} Clue
 * @typedef {{name: string, article: number, confidence: number, clues: Clue[]}} Origin
 * @typedef {{number: number, members: number[], origin: Origin | null, terms: string[], clusters: number[], isPart?: boolean}} Group
 * @typedef {{words: number, similarity: number, kind: string, isFault: boolean, ranges: Range[]}} Repeat
 */

const SMALL_COLUMNS = ["leftCoverage", "rightCoverage", "jaccard", "edits", "number", "name", "quotation"];

export class Report {
  /** @param {any} index */
  constructor(index) {
    this.kind = index.kind;
    this.articles = index.articles;
    this.matches = index.matches;
    /** @type {string[]} */
    this.outlets = index.outlets;
    /** @type {string[]} */
    this.languages = index.languages;
    /** @type {string[]} */
    this.reasons = index.reasons;
    /** @type {string[]} */
    this.relations = index.relations;
    this.passageKinds = index.passageKinds;
    this.skipped = index.skipped;
    this.warnings = index.warnings;
    this.stats = index.stats;
    /** By labels, if there are any. @type {any} */
    this.evaluation = index.evaluation;
    this.textChunks = index.textChunks;
    this.pairsInChunk = index.pairsInChunk;
    /** @type {number} */
    this.count = this.articles.id.length;
    /** @type {number} */
    this.pairs = this.matches.left.length;
    typeColumns(this.matches);
    /** The place of each pair among those with passages. */
    this.alignedBefore = runningSums(this.matches.isAligned);
    this.matchesOf = matchesOfEach(this.matches, this.count);
    this.clusters = groupsOf(index.clusters);
    this.stories = groupsOf(index.stories);
    /** @type {{members: number[], shape: string}[]} */
    this.series = index.series.map((/** @type {any} */ [members, shape]) => ({ members, shape }));
    this.clusterOf = groupOfEach(this.clusters, this.count);
    this.storyOf = groupOfEach(this.stories, this.count);
    for (const cluster of this.clusters) this.stories[this.storyOf[cluster.members[0]]]?.clusters.push(cluster.number);
    this.repeatsOf = repeatsOfEach(index);
    this.hasDoubled = flags(
      [...this.repeatsOf].filter(([, found]) => found.some((each) => each.isFault)).map(([article]) => article),
      this.count,
    );
    this.length = lengthsByPart(this);
    /** @type {Map<string, number>} */
    this.byKey = new Map(
      this.articles.key.map((/** @type {string} */ key, /** @type {number} */ article) => [key, article]),
    );
    this.isReference = flags(index.reference, this.count);
    this.hasNoText = flags(this.articles.withoutText, this.count);
    this.hasReference = index.reference.length > 0;
    /** @type {Map<string, Promise<any>>} */
    this.chunks = new Map();
  }

  /** @param {number} pair */
  relation(pair) {
    return this.relations[this.matches.relation[pair]];
  }
  /** @param {number} article */
  outlet(article) {
    return this.outlets[this.articles.outlet[article]] ?? "no outlet";
  }
  /** The languages of some articles, each once. @param {number[]} articles @returns {string[]} */
  languagesOf(articles) {
    const found = new Set(articles.map((article) => this.articles.language[article]));
    return this.languages.filter((_, language) => found.has(language));
  }
  /** @param {number} article */
  title(article) {
    return this.articles.title[article] || this.articles.id[article];
  }
  /** Minutes since 1970, or null. @param {number} article @returns {number | null} */
  published(article) {
    return this.articles.published[article];
  }
  /** How many minutes later the right article is; null if a date is missing. @param {number} pair */
  lag(pair) {
    const [left, right] = [this.published(this.matches.left[pair]), this.published(this.matches.right[pair])];
    return left === null || right === null ? null : right - left;
  }
  /** The article of a pair that is counted as carrying or following the other one, or -1. @param {number} pair */
  carrier(pair) {
    const { left, right } = this.matches;
    return [right[pair], left[pair]].find((article) => this.articles.carried[article] === pair) ?? -1;
  }
  /** The other article of a pair. @param {number} pair @param {number} article */
  other(pair, article) {
    return this.matches.left[pair] === article ? this.matches.right[pair] : this.matches.left[pair];
  }
  /** The share of an article's words that the other one has. @param {number} pair @param {number} article */
  coverage(pair, article) {
    return (this.matches.left[pair] === article ? this.matches.leftCoverage : this.matches.rightCoverage)[pair];
  }
  /** The pair of two articles, or -1. @param {number} one @param {number} other */
  pairOf(one, other) {
    return this.matchesOf[one].find((pair) => this.other(pair, one) === other) ?? -1;
  }
  /** The relations that some pair has. */
  foundRelations() {
    return this.relations.filter((_, place) => this.matches.relation.includes(place));
  }

  /** @param {string} name @returns {Promise<any>} */
  chunk(name) {
    const found = this.chunks.get(name) ?? unpack(name);
    this.chunks.set(name, found);
    return found;
  }
  /** The text of an article; an empty one if the page does not hold it. @param {number} article */
  async text(article) {
    let chunk = this.textChunks.length - 1;
    while (this.textChunks[chunk] > article) chunk--;
    return new Text((await this.chunk(`text-${chunk}`))[article - this.textChunks[chunk]] ?? "");
  }
  /** The passages of a pair; none if they were not looked for. @param {number} pair */
  async alignment(pair) {
    if (!this.matches.isAligned[pair]) return { passages: [], summaries: [], evidence: [] };
    const place = this.alignedBefore[pair];
    const chunk = Math.floor(place / this.pairsInChunk);
    return alignment((await this.chunk(`pairs-${chunk}`))[place - chunk * this.pairsInChunk], this.passageKinds);
  }
}

/** @param {any} matches */
function typeColumns(matches) {
  for (const side of ["left", "right"]) matches[side] = Uint32Array.from(matches[side]);
  for (const name of SMALL_COLUMNS) matches[name] = Uint16Array.from(matches[name]);
  matches.relation = Uint8Array.from(matches.relation);
}

/** @param {number[]} sizes */
function runningSums(sizes) {
  const sums = new Uint32Array(sizes.length + 1);
  sizes.forEach((size, place) => (sums[place + 1] = sums[place] + size));
  return sums;
}

/** @param {any} matches @param {number} count @returns {number[][]} */
function matchesOfEach({ left, right }, count) {
  /** @type {number[][]} */
  const found = Array.from({ length: count }, () => []);
  for (let pair = 0; pair < left.length; pair++) {
    found[left[pair]].push(pair);
    found[right[pair]].push(pair);
  }
  return found;
}

/** @param {any[]} rows @returns {Group[]} */
function groupsOf(rows) {
  return rows.map(([members, origin, terms], number) => ({
    number,
    members,
    origin: originOf(origin),
    terms: terms ?? [],
    clusters: [],
  }));
}

/** @param {any} index @returns {Map<number, Repeat[]>} */
function repeatsOfEach({ repeats, repeatKinds, isFault }) {
  const found = new Map();
  for (const [article, words, similarity, kind, flat] of repeats) {
    const repeat = { words, similarity, kind: repeatKinds[kind], isFault: isFault[kind], ranges: ranges(flat) };
    found.set(article, [...(found.get(article) ?? []), repeat]);
  }
  return found;
}

/** Characters of every article by part: its own, copied from its closest earlier one, doubled by its page, boilerplate.
 * @param {Report} report */
function lengthsByPart(report) {
  const { length, source, boilerplate } = report.articles;
  const sizes = () => new Uint32Array(report.count);
  const parts = {
    own: sizes(),
    copied: sizes(),
    doubled: sizes(),
    boilerplate: Uint32Array.from(boilerplate, sumOfLengths),
  };
  for (const [article, found] of report.repeatsOf) {
    const again = found.filter(({ isFault }) => isFault).flatMap((each) => each.ranges.slice(1));
    parts.doubled[article] = again.reduce((sum, [start, end]) => sum + end - start, 0);
  }
  for (let article = 0; article < report.count; article++) {
    const body = Math.max(0, length[article] - parts.boilerplate[article] - parts.doubled[article]);
    const pair = source[article];
    const isCopy = pair >= 0 && COPIES.includes(report.relation(pair));
    parts.copied[article] = isCopy ? Math.round((body * report.matches.rightCoverage[pair]) / 1000) : 0;
    parts.own[article] = body - parts.copied[article];
  }
  return parts;
}

/** @param {any} given @returns {Origin | null} */
function originOf(given) {
  if (!given) return null;
  const [name, article, confidence, clues] = given;
  return {
    name,
    article,
    confidence,
    clues: clues.map((/** @type {any} */ [kind, named, at, start, end]) => ({
      kind,
      name: named,
      article: at,
      range: start === undefined ? null : [start, end],
    })),
  };
}

/** @param {Group[]} groups @param {number} count */
function groupOfEach(groups, count) {
  const found = new Int32Array(count).fill(-1);
  for (const { number, members } of groups) for (const article of members) found[article] = number;
  return found;
}

/** @param {number[]} places @param {number} count */
function flags(places, count) {
  const found = new Uint8Array(count);
  for (const place of places) found[place] = 1;
  return found;
}

/** @param {number[]} flat */
function sumOfLengths(flat) {
  return flat.reduce((sum, size, place) => (place % 2 ? sum + size : sum), 0);
}

export async function load() {
  return new Report(await unpack("index"));
}
