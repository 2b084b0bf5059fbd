"""Write expected.json anew: `python -m tests.golden`."""

from __future__ import annotations

import json

from tests.golden import EXPECTED, golden

EXPECTED.write_text(json.dumps(golden(), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
