"""Which spellings are one word."""

from __future__ import annotations

from dedup.settings.number import Group, settings_group, switch


@settings_group
class FoldingSettings(Group):
    """Folding, as far as it is an option: what an index stores depends on it, so an index keeps that of its making."""

    expand_umlauts: bool = switch(
        default=False,
        effect="Müller is Mueller and no longer Muller: ä, ö, ü match ae, oe, ue, of Danish and Norwegian ø, å oe, aa",
    )
