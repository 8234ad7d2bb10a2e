"""One text: folded into words, its language, and the credits that it gives."""
