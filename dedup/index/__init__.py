"""The persistent index: what was seen before, in one SQLite file, judged against and remembered in one step."""
