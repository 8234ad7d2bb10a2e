"""What the name of a file in a folder says: patterns that were given, hidden files, parts of pages, crawlers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import PurePosixPath

from dedup.runtime.patterns import lazy_pattern
from dedup.sources.decoding.decode import replace_lone_surrogates
from dedup.sources.files.passed_over import PassedOverKind
from dedup.sources.formats import ending_of_name, format_of_name

# What pages are made of, and documents that are not read. They are known by their endings and never opened.
_RESOURCES = frozenset(
    re.findall(
        r"\S+",
        """
        css scss less js mjs cjs ts map wasm woff woff2 ttf otf eot
        jpg jpeg jpe png gif svg webp avif ico bmp tif tiff heic psd eps ai
        mp3 m4a ogg oga opus wav flac aac mp4 m4v webm mov avi mkv mpg mpeg ogv m3u8 vtt srt swf
        pdf ps djvu doc docx docm dot dotx xls xlsx xlsm xlsb ppt pptx odt ods odp rtf pages numbers
        epub mobi azw3 cbz cbr 7z rar cab lz4 jar apk xpi whl exe dll so dylib bin iso dmg deb rpm msi
        sqlite sqlite3 db dedup npy npz pkl pickle pt onnx
        py pyc ipynb java c h cpp rs go rb sh bat ps1 lock torrent cdx cdxj orig part crdownload download
        """,
    )
)

# What servers and crawlers write beside articles: rules for robots, logs, caches that hold the same pages again.
_SITE_FILES = frozenset(
    re.findall(
        r"\S+",
        """
        robots.txt ads.txt app-ads.txt sellers.json humans.txt security.txt llms.txt sitemap.xml sitemap_index.xml
        hts-cache hts-log.txt hts-err.txt hts-stop.lock cookies.txt wget-log
        meta request_headers response_headers request_body pickled_meta
        thumbs.db desktop.ini __macosx
        """,
    )
)

# What describes a collection, whatever its ending: no article of it, though it tells what the articles tell.
_FOLDER_NOTES = frozenset({"readme", "read_me", "license", "licence"})

# How browsers name the folder with the parts of a page that was saved as complete.
_SAVED_PAGE_SUFFIXES = (
    "_files", "-files", ".files", "-Dateien", "_fichiers", "_archivos", "_file", "_bestanden", "_ficheiros",
    "_arquivos", "-filer", "_pliki", "_soubory", "_dosyalar", "_файлы",
)  # fmt: skip
_SAVED_PAGE_ENDINGS = (".html", ".htm", ".xhtml", ".shtml", ".php", ".asp", ".aspx")


_ENDINGS = lazy_pattern(r"(?:\.(?:[a-z]{2}|txt|md|markdown|rst|html?))+$")  # README.fr.md
_NUMBER = lazy_pattern(r"\.\d+$")  # wget-log.1


@dataclass(frozen=True, slots=True)
class FilePatterns:
    """Globs that choose among the files in a folder, as those of a shell; `*` stands for slashes, too.

    A pattern is compared with the path below the folder, with its beginnings, which are folders, and with each name in
    it. Files are let through that match one of `include`, if there are any, and none of `exclude`.

    >>> FilePatterns(include=("*.html",), exclude=("drafts", "2023/*")).let_through("2024/a.html", is_folder=False)
    True
    """

    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.include or self.exclude)

    def name_ending(self, name: str) -> bool:
        """Whether one of `include` asks for files with the ending of this one."""
        ending = ending_of_name(name)
        return bool(ending) and any(pattern.lower().endswith(f".{ending}") for pattern in self.include)

    def let_through(self, path: str, is_folder: bool) -> bool:
        """Whether a file is read, or a folder entered; `path` is that below the folder that was given."""
        if self.exclude and _matches(path, self.exclude):
            return False
        return is_folder or not self.include or _matches(path, self.include)


def _matches(path: str, patterns: tuple[str, ...]) -> bool:
    parts = PurePosixPath(path)
    candidates = [path, *parts.parts, *(parent.as_posix() for parent in parts.parents if parent.name)]
    return any(fnmatch(each, _plain(pattern)) for pattern in patterns for each in candidates)


def _plain(pattern: str) -> str:
    """The pattern without `./` and `**/` before it and `/` behind it, which say nothing more here."""
    return pattern.removeprefix("./").removeprefix("**/").rstrip("/")


def kind_to_pass_over(names: Sequence[str], *, is_folder: bool = False) -> PassedOverKind | None:
    """Why a file or folder is passed over whatever it holds; else None.

    It may be hidden, of a site, of a page, or a description of its folder.

    `names` are those of the folders that it lies in, and its own one.

    >>> kind_to_pass_over(("img", "logo.PNG")).name, kind_to_pass_over(["story.php"])
    ('ENDING', None)
    """
    for name in names:
        if name.startswith(".") and name != "..":
            return PassedOverKind.HIDDEN
    for name in names:
        if _NUMBER.sub("", name.lower()) in _SITE_FILES:
            return PassedOverKind.SITE
    last = names[-1] if names else ""
    if not is_folder and _ENDINGS.sub("", last.lower()) in _FOLDER_NOTES:
        return PassedOverKind.FOLDER_NOTE
    is_resource = not is_folder and ending_of_name(last) in _RESOURCES and format_of_name(last) is None
    return PassedOverKind.ENDING if is_resource else None


def label_of_file(kind: PassedOverKind, name: str) -> str:
    """What a file or folder is counted as: its name, if it has a special one, else its ending."""
    return replace_lone_surrogates(name) if kind.is_rare else label_of_ending(name)


def label_of_ending(name: str) -> str:
    """What a file is counted as that is not read: its ending.

    >>> label_of_ending("A.DOCX"), label_of_ending("Makefile")
    ('.docx', 'without an ending')
    """
    ending = ending_of_name(name)
    return f".{ending}" if ending else "without an ending"


def saved_page_of_folder(name: str) -> set[str]:
    """The names of pages that browsers save with their parts in a folder of this name.

    >>> "Rain.html" in saved_page_of_folder("Rain_files")
    True
    """
    if not name.endswith(_SAVED_PAGE_SUFFIXES):
        return set()
    return {
        name.removesuffix(suffix) + ending
        for suffix in _SAVED_PAGE_SUFFIXES
        if name.endswith(suffix)
        for ending in _SAVED_PAGE_ENDINGS
    }
