"""The last stage: the published package becomes a static site."""

from __future__ import annotations

from exchange_ledger.render.site import render_site, stage_site

__all__ = ["render_site", "stage_site"]
