"""Exchange Ledger: news articles in `seeds/` become a validated data package and a static site.

Run `python build.py` for the whole line; `python build.py --help` lists the other commands.
"""

from __future__ import annotations

import sys

from exchange_ledger.command import run
from exchange_ledger.means import collect_seldom

if __name__ == "__main__":
    collect_seldom()
    sys.exit(run(sys.argv[1:]))
