// Both panes of a pair scroll together: what is a third down in the one is brought a third down in the other, by the
// places that are known to be the same (borders of passages, edits) and evenly between them.

/** @typedef {[number, number]} Anchor points from the top, left and right */

const DRIVING = ["pointerenter", "pointerdown", "focusin", "wheel", "touchstart", "keydown"];

/** @param {HTMLElement} left @param {HTMLElement} right */
export function scrollTogether(left, right) {
  /** @type {HTMLElement | null} */
  let driver = null;
  /** @type {Anchor[] | null} */
  let known = null;
  new ResizeObserver(() => (known = null)).observe(left);
  const sides = /** @type {[HTMLElement, HTMLElement, 0 | 1][]} */ ([
    [left, right, 0],
    [right, left, 1],
  ]);
  for (const [from, to, side] of sides) {
    for (const event of DRIVING) from.addEventListener(event, () => (driver = from), { passive: true });
    from.addEventListener(
      "scroll",
      () => {
        if (driver !== from) return;
        known ??= anchorsOf(left, right);
        to.scrollTop = follow(
          [...known].sort((one, other) => one[side] - other[side]),
          side,
          from,
        );
      },
      { passive: true },
    );
    from.addEventListener("click", ({ target }) => {
      const tag = /** @type {HTMLElement} */ (target).closest(".tag");
      if (!tag) return;
      driver = null;
      toTwin(/** @type {HTMLElement} */ (tag), from, to);
    });
  }
}

/** @param {HTMLElement} left @param {HTMLElement} right @returns {Anchor[]} */
function anchorsOf(left, right) {
  /** @type {Anchor[]} */
  const found = [[0, 0]];
  for (const mark of /** @type {NodeListOf<HTMLElement>} */ (left.querySelectorAll(".passage, [data-edit]"))) {
    const isPassage = mark.dataset.edit === undefined;
    const twin = /** @type {HTMLElement | null} */ (
      right.querySelector(
        isPassage ? `.passage[data-passage="${mark.dataset.passage}"]` : `[data-edit="${mark.dataset.edit}"]`,
      )
    );
    if (!twin) continue;
    found.push([mark.offsetTop, twin.offsetTop]);
    if (isPassage) found.push([mark.offsetTop + mark.offsetHeight, twin.offsetTop + twin.offsetHeight]);
  }
  found.push([left.scrollHeight, right.scrollHeight]);
  return found;
}

/** Where the other pane should be scrolled to. @param {Anchor[]} anchors in order of a side @param {0 | 1} side @param {HTMLElement} from */
function follow(anchors, side, from) {
  const focus = from.clientHeight / 3;
  const at = from.scrollTop + focus;
  const above = anchors.findIndex((anchor) => anchor[side] > at);
  const next = Math.max(1, above < 0 ? anchors.length - 1 : above);
  const [before, after] = [anchors[next - 1], anchors[next]];
  const part = (at - before[side]) / Math.max(1, after[side] - before[side]);
  return before[1 - side] + part * (after[1 - side] - before[1 - side]) - focus;
}

/** Bring the same passage of the other pane to the same height. @param {HTMLElement} tag @param {HTMLElement} from @param {HTMLElement} to */
function toTwin(tag, from, to) {
  const passage = /** @type {HTMLElement} */ (tag.parentElement);
  const twin = /** @type {HTMLElement | null} */ (to.querySelector(`.passage[data-passage="${tag.dataset.passage}"]`));
  if (!twin) return;
  to.scrollTop = twin.offsetTop - (passage.offsetTop - from.scrollTop);
  /** @type {HTMLElement | null} */ (twin.querySelector(".tag"))?.focus({ preventScroll: true });
  flash([twin, passage]);
}

/** @param {HTMLElement[]} elements */
export function flash(elements) {
  for (const element of elements)
    element.animate?.([{ outline: "3px solid var(--focus)" }, { outline: "3px solid transparent" }], { duration: 900 });
}
