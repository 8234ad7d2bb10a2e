"""From marked-up text to what it shows: HTML, entities, Markdown and shortcodes in records and text files."""
