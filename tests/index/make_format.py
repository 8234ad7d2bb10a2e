"""Makes the file of the present format that `test_formats.py` opens:  python tests/index/make_format.py

Once per format, when it is released; files of older formats stay, so that every one of them is opened for ever.
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from small_segments import small_index
from stored_news import small_corpus

from dedup.index.maintenance.compatibility import FORMAT

if __name__ == "__main__":
    path = Path(__file__).with_name(f"format-{FORMAT}.dedup")
    path.unlink(missing_ok=True)
    with small_index(path) as index:  # so that there is a segment in it
        for article in small_corpus():
            index.add(article)
        index.regroup()
