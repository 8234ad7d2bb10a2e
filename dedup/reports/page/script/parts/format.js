// Numbers, shares and dates, the same everywhere.

const WHOLE = new Intl.NumberFormat("en");
const HOUR = 60;
const DAY = 24 * HOUR;

/** @param {number} number */
export function whole(number) {
  return WHOLE.format(number);
}

/** @param {number} number @param {string} one @param {string} [many] */
export function count(number, one, many) {
  return `${whole(number)} ${number === 1 ? one : (many ?? `${one}s`)}`;
}

/** Only all is 100 %, and only nothing is 0 %. @param {number} thousandths */
export function percent(thousandths) {
  const rounded =
    thousandths > 0 && thousandths < 1000 ? Math.min(99, Math.max(1, Math.round(thousandths / 10))) : thousandths / 10;
  return `${rounded}\u202f%`;
}

/** @param {number} size @param {number} all */
export function share(size, all) {
  const thousandths = all ? (1000 * size) / all : 0;
  return percent(
    thousandths > 0 && thousandths < 1000 ? Math.min(999, Math.max(1, Math.round(thousandths))) : thousandths,
  );
}

/** @param {number} number */
const two = (number) => String(number).padStart(2, "0");

/** The day in UTC. @param {number} minutes since 1970 */
export function day(minutes) {
  return new Date(minutes * 60000).toISOString().replace(/T.*/, "");
}

/** The time of day in UTC. @param {number} minutes since 1970 */
export function clock(minutes) {
  const date = new Date(minutes * 60000);
  return `${two(date.getUTCHours())}:${two(date.getUTCMinutes())}`;
}

/** @param {number | null} minutes since 1970 */
export function moment(minutes) {
  return minutes === null ? "no date" : `${day(minutes)} ${clock(minutes)}`;
}

/** @param {number} minutes */
export function duration(minutes) {
  const all = Math.round(minutes);
  if (all < HOUR) return `${all} min`;
  if (all < 2 * DAY) return `${Math.floor(all / HOUR)} h ${two(all % HOUR)} min`;
  return count(Math.round(all / DAY), "day");
}

/** How much later the one was than the other. @param {number} minutes */
export function later(minutes) {
  if (Math.abs(minutes) < 1) return "in the same minute";
  return `${duration(Math.abs(minutes))} ${minutes < 0 ? "earlier" : "later"}`;
}

/** One line, cut to a number of characters. @param {string} text @param {number} most */
export function oneLine(text, most) {
  const line = text.replace(/\s+/g, " ").trim();
  return line.length > most ? `${line.slice(0, most - 1)}…` : line;
}

/** @param {string} word */
export function capital(word) {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
