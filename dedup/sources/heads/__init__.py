"""The heads of text files: lines such as `Title: ...`, front matter, and the heads of newspaper databases."""
