"""One text as words: folding with the way back to the original, lines, language, word frequencies."""
