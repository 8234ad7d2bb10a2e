// The relations: each has a colour, a shape and a name, so that nobody needs the colour.

import { h, svg } from "./dom.js";

export const COPIES = ["exact", "near", "syndicated", "excerpt"];
export const BY_WORDING = [...COPIES, "boilerplate"]; // judged by wording in common
export const CARRIED = [...COPIES, "rewrite"]; // one was made from the other

/** @type {Record<string, {name: string, means: string}>} */
export const RELATION = {
  exact: { name: "exact", means: "the same words" },
  near: { name: "near", means: "the same article, edited" },
  syndicated: { name: "syndicated", means: "one carries the other whole" },
  excerpt: { name: "excerpt", means: "one carries a part of the other" },
  rewrite: { name: "rewrite", means: "the same report in other words" },
  same_story: { name: "same story", means: "independent reports of one event" },
  translation: { name: "translation", means: "the same article in another language" },
  boilerplate: { name: "boilerplate", means: "only boilerplate or a template is shared" },
  distinct: { name: "distinct", means: "nothing to do with each other" },
};

/** @type {Record<string, string>} */
const SHAPES = {
  exact: "M-5,-5H5V5H-5Z",
  near: "M0,-5.6A5.6,5.6 0 1 1 0,5.6A5.6,5.6 0 1 1 0,-5.6Z",
  syndicated: "M0,-6.5L6,4.5H-6Z",
  excerpt: "M0,6.5L6,-4.5H-6Z",
  rewrite: "M0,-7L6,0L0,7L-6,0Z",
  same_story: "M-2,-6H2V-2H6V2H2V6H-2V2H-6V-2H-2Z",
  translation: "M-7,-5H1V-1H7V5H-1V1H-7Z",
  boilerplate: "M-6,-1.5H6V1.5H-6Z",
  distinct: "M-6,-1.5H6V1.5H-6Z",
  first: "M0,-7.5L2,-2.4L7.2,-2.3L3.1,1L4.6,6.1L0,3.2L-4.6,6.1L-3.1,1L-7.2,-2.3L-2,-2.4Z",
};

/** @param {string} relation @param {Record<string, any>} [attributes] */
export function shape(relation, attributes) {
  return svg("path", { d: SHAPES[relation], class: `mark-${relation}`, ...attributes });
}

/** @param {string} relation */
export function icon(relation) {
  return svg("svg", { viewBox: "-8 -8 16 16", class: "icon", "aria-hidden": "true" }, shape(relation));
}

/** @param {string} relation */
export function badge(relation) {
  return h("span", { class: "badge", title: RELATION[relation].means }, icon(relation), RELATION[relation].name);
}
