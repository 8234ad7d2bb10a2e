// Texts to a file or to the clipboard, both made here: nothing is sent anywhere.

import { announce, h } from "./dom.js";

const KEPT_MS = 10000; // until the file must have been saved

/** @param {string} name @param {string} text */
export function saveFile(name, text) {
  const url = URL.createObjectURL(new Blob([text], { type: "text/csv;charset=utf-8" }));
  h("a", { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), KEPT_MS);
}

/** @param {string} text */
export async function copyText(text) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    copyBySelection(text); // a file has no clipboard of its own in some browsers
  }
  announce("Copied");
}

/** @param {string} text */
function copyBySelection(text) {
  const focused = /** @type {HTMLElement | null} */ (document.activeElement);
  const field = h("textarea", { class: "unseen", "aria-hidden": "true" });
  field.value = text;
  document.body.append(field);
  field.select();
  document.execCommand("copy");
  field.remove();
  focused?.focus();
}

/** A button that copies a text, and says so. @param {string} label @param {() => string} text */
export function copyButton(label, text) {
  const button = h(
    "button",
    {
      class: "plain",
      onclick: async () => {
        await copyText(text());
        button.textContent = "Copied";
        setTimeout(() => (button.textContent = label), 1500);
      },
    },
    label,
  );
  return button;
}
