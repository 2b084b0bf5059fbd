"""Exchange Ledger: news articles in, a validated data package and a static site out.

The stages, in the order in which data meets them: read, extract, reconcile, package, render.
"""

from exchange_ledger.compiled import heed

heed()
