// Minutes to points. A long time in which nobody published is cut short: otherwise a story in two bursts is two specks.
// Of times without an hour, one for each day, nothing would be left between the cuts: there is none.

const LONG_MINUTES = 720; // without an article
const LONG_SHARE = 0.15; // of all time
export const CUT_POINTS = 44; // that a cut takes
const STEPS = [1, 5, 15, 30, 60, 180, 360, 720, 1440, 2880, 7200, 14400, 43200, 129600, 525600]; // minutes
const MIN_STEP_POINTS = 100;
const MIN_TICK_POINTS = 60;

/** @typedef {{x: (minutes: number) => number, breaks: [number, number][], ticks: number[], step: number}} Scale */

/** @param {number[]} times in order @param {number} left @param {number} width @returns {Scale} */
export function timeScale(times, left, width) {
  const [from, to] = [times[0], times[times.length - 1]];
  /** @type {[number, number][]} */
  const breaks = [];
  for (let n = 1; n < times.length; n++) {
    if (times[n] - times[n - 1] > Math.max(LONG_MINUTES, LONG_SHARE * (to - from)))
      breaks.push([times[n - 1], times[n]]);
  }
  const long = breaks.reduce((sum, [start, end]) => sum + end - start, 0);
  if (long === to - from) breaks.length = 0;
  const shown = to - from - (breaks.length ? long : 0);
  const perMinute = (width - CUT_POINTS * breaks.length) / Math.max(1, shown);
  /** @param {number} at @returns {number} */
  const x = (at) => {
    let points = left + (at - from) * perMinute;
    for (const [start, end] of breaks) {
      if (at >= end) points += CUT_POINTS - (end - start) * perMinute;
      else if (at > start) return x(start) + (CUT_POINTS * (at - start)) / (end - start);
    }
    return points;
  };
  const step = STEPS.find((each) => each * perMinute > MIN_STEP_POINTS) ?? STEPS[STEPS.length - 1];
  return { x, breaks, step, ticks: ticksOf(from, to, step, breaks, x) };
}

/** Round times on the axis, none in a cut and none too near to another.
 * @param {number} from @param {number} to @param {number} step @param {[number, number][]} breaks @param {(at: number) => number} x */
function ticksOf(from, to, step, breaks, x) {
  /** @type {number[]} */
  const ticks = [];
  const spans = [from, ...breaks.flat(), to];
  for (let n = 0; n < spans.length; n += 2) {
    for (let at = Math.ceil(spans[n] / step) * step; at <= spans[n + 1]; at += step) {
      if (!ticks.length || x(at) - x(ticks[ticks.length - 1]) > MIN_TICK_POINTS) ticks.push(at);
    }
  }
  return ticks;
}
