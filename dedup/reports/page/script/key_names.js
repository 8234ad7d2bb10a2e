// Views in the order of the head, and keys as in many readers: j and k go through a list, n and p through changes.

export const VIEWS = ["overview", "stories", "clusters", "matches", "articles", "outlets", "notes", "evaluation"];

/** @type {[string[], string][]} */
export const KEYS = [
  [["/"], "search"],
  [["j", "k"], "next and previous row, or pair"],
  [["Enter"], "open the row"],
  [["x"], "select the row, for saving matches"],
  [["n", "p"], "next and previous change"],
  [["t"], "tracked changes, or side by side"],
  [["u"], "up: back to the list"],
  [["1", "…", "7"], "overview, stories, clusters, matches, articles, outlets, about"],
  [["?"], "this list"],
];
