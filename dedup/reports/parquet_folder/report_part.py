"""A part of a report that lies in Parquet files: which articles belong to it, and which rows are between them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from dedup.errors import InputError

if TYPE_CHECKING:
    import pyarrow as pa

ReadColumns = Callable[[str, list[str]], "pa.Table"]  # of a kind of value


class ReportPart:
    """The articles of one outlet or one story, with all that they match and are in a group with."""

    def __init__(self, ids: pa.Array) -> None:
        self.ids = ids

    @classmethod
    def of(cls, read: ReadColumns, outlet: str | None, story_of: str | None) -> ReportPart:
        """The part that is asked for; InputError if it has no articles."""
        if story_of is not None and outlet is not None:
            raise InputError("a part is that of an outlet or of a story, not of both")
        part = cls._of_outlet(read, outlet) if story_of is None else cls._of_story(read, story_of)
        if not len(part.ids):
            wanted = f"of {outlet}" if story_of is None else f"with the id {story_of}"
            raise InputError(f"the report holds no article {wanted}")
        return part

    @classmethod
    def _of_outlet(cls, read: ReadColumns, outlet: str | None) -> ReportPart:
        """The articles of an outlet, those that they match, and the groups of all of these."""
        import pyarrow as pa
        import pyarrow.compute as pc

        articles = read("articles", ["id", "outlet"])
        own = articles.filter(pc.equal(articles["outlet"], outlet))["id"].combine_chunks()
        matches = read("matches", ["left_id", "right_id"])
        touched = matches.filter(pc.or_(pc.is_in(matches["left_id"], own), pc.is_in(matches["right_id"], own)))
        ids = [own, *(touched[side].combine_chunks() for side in ("left_id", "right_id"))]
        part = cls(pa.concat_arrays(ids).unique())
        for groups in ("clusters", "stories"):  # stories hold whole clusters
            part = part._with_groups(read(groups, ["article_ids"])["article_ids"].combine_chunks())
        return part

    @classmethod
    def _of_story(cls, read: ReadColumns, article_id: str) -> ReportPart:
        """The story of an article, or else its cluster, or else the article alone."""
        import pyarrow.compute as pc

        articles = read("articles", ["id"])["id"].combine_chunks()
        alone = cls(articles.filter(pc.equal(articles, article_id)))
        for groups in ("stories", "clusters"):
            part = alone._with_groups(read(groups, ["article_ids"])["article_ids"].combine_chunks())
            if len(part.ids) > 1:
                return part
        return alone

    def _with_groups(self, groups: pa.ListArray) -> ReportPart:
        """With all articles of groups that hold one of them."""
        import pyarrow as pa
        import pyarrow.compute as pc

        member_of = pc.list_parent_indices(groups)
        members = pc.list_flatten(groups)
        touched = member_of.filter(pc.is_in(members, self.ids)).unique()
        return ReportPart(pa.concat_arrays([self.ids, members.filter(pc.is_in(member_of, touched))]).unique())

    def rows(self, table: pa.Table) -> pa.Table:
        """The rows of a kind of value that are of these articles alone."""
        import pyarrow as pa
        import pyarrow.compute as pc

        for name in ("id", "article_id", "left_id", "right_id"):
            if name in table.column_names:
                table = table.filter(pc.is_in(table[name], self.ids))
        if "article_ids" in table.column_names:
            groups = table["article_ids"].combine_chunks()
            is_outside = pc.invert(pc.is_in(pc.list_flatten(groups), self.ids))
            outside = pc.list_parent_indices(groups).filter(is_outside).unique()
            table = table.filter(pc.invert(pc.is_in(pa.array(range(len(table)), outside.type), outside)))
        return table
