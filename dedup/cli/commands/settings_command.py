"""`dedup settings`: every number that changes a result."""

from __future__ import annotations

from dedup.cli import options
from dedup.reports.formats import OUTPUT_FORMATS


def settings_command(
    *, chosen: options.SettingsOptions, format_: options.SettingsFormat = "table", output: options.Output = None
) -> None:
    """List all settings: value, default, range, unit and effect.

    The values are those that a scan would use here: a star marks what differs from its default. What `--format toml`
    writes is read by `--settings FILE`, or under [tool.dedup] of a pyproject.toml.
    """
    from dedup.cli.output import destination

    settings = chosen.settings()
    write = OUTPUT_FORMATS[format_].write_settings
    assert write is not None
    with destination(output) as out:
        write(settings, out)
