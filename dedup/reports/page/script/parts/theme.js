// Light or dark: as the system has it, until somebody chooses.

import { h } from "./dom.js";

const KEPT = "dedup-theme";
const root = document.documentElement;

function kept() {
  try {
    return localStorage.getItem(KEPT);
  } catch {
    return null; // a file may have no storage
  }
}

/** @param {string | null} name */
function show(name) {
  root.style.setProperty("color-scheme", name ?? "light dark");
}

/** @param {string} name */
function choose(name) {
  show(name);
  try {
    localStorage.setItem(KEPT, name);
  } catch {
    // it lasts as long as the page
  }
}

function isDark() {
  const scheme = getComputedStyle(root).colorScheme;
  return scheme === "dark" || (scheme !== "light" && matchMedia("(prefers-color-scheme: dark)").matches);
}

export function themeButton() {
  show(kept());
  const turn = () => choose(isDark() ? "light" : "dark");
  return h(
    "button",
    { class: "plain theme", title: "Light or dark", "aria-label": "Light or dark", onclick: turn },
    h("span", { "aria-hidden": "true" }, "◐"),
  );
}
