"""From anything to articles: folders, files, records, HTML pages, texts. What cannot be read is listed and skipped.

`reader.py` is the way in; `formats/` has one file for each input format, `pages/` extracts HTML pages in processes of
their own. Nothing is imported here: such a process imports this package too, and needs little of it.
"""
