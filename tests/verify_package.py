"""Prove a published package from its files alone: python tests/verify_package.py datapackage/ seeds/

Only the standard library and none of the project's code, so that a mistake there cannot hide itself here. Every
quote is looked up in its article, every headline value in the claim that decides it, every sum is added up again,
every quote limit counted. Prints a line per fault and exits with 1, or prints what was proved and exits with 0.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from fractions import Fraction
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

Record = dict[str, Any]
Tables = dict[str, list[Record]]

HEADLINES = {
    "sequence_number": ("sequence_number", ""),
    "returned_to_ukraine": ("people_returned", "ukraine"),
    "returned_to_russia": ("people_returned", "russia"),
    "civilians_to_ukraine": ("people_returned", "ukraine"),
    "bodies_to_ukraine": ("bodies_returned", "ukraine"),
    "bodies_to_russia": ("bodies_returned", "russia"),
}
"""Columns of exchanges that are one claim's value: the measure and the side that this claim must have."""

NUMBER_WORDS = re.compile(
    r"(?i)\b(an?|one|first|two|second|third|half|pair|both|dozens?|twice|last|latest|"
    r"\w*(three|four|five|six|seven|eight|nin|ten|eleven|twel|thirteen|fif|twent|thirt|fort|hundred|thousand)\w*)\b"
)


ROUNDING = Fraction(1, 10**6)


class PageText(HTMLParser):
    """The words of a page, whatever its markup."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.words: list[str] = []

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def cell_text(value: Any) -> str:
    if isinstance(value, bool) or value is None:
        return {None: "", True: "true", False: "false"}[value]
    return str(value)


def number(text: str) -> Fraction | None:
    return Fraction(text) if text else None


def read_tables(package: Path, faults: list[str]) -> Tables:
    """Return the rows of every table, as CSV has them; JSON must hold the same cells, and the hashes must be right."""
    descriptor = json.loads((package / "datapackage.json").read_text(encoding="utf-8"))
    tables: Tables = {}
    for resource in descriptor["resources"]:
        path = package / resource["path"]
        content = path.read_bytes()
        if (len(content), "sha256:" + sha256(content)) != (resource["bytes"], resource["hash"]):
            faults.append(f"{path}: its bytes are not those that datapackage.json describes")
        if path.suffix == ".csv":
            tables[resource["name"]] = list(csv.DictReader(io.StringIO(content.decode(), newline="")))
            faults += schema_faults(resource, tables[resource["name"]])
    for name, rows in tables.items():
        path = package / f"{name}.json"
        records = json.loads(path.read_text(encoding="utf-8")) if path.exists() else []
        if [{key: cell_text(value) for key, value in record.items()} for record in records] != rows:
            faults.append(f"{path}: its cells are not those of {name}.csv")
    return tables


def schema_faults(resource: Record, rows: list[Record]) -> Iterator[str]:
    """Yield a line for each cell or key that the schema does not allow."""
    schema = resource["schema"]
    for field in schema["fields"]:
        constraints = field.get("constraints", {})
        for row in rows:
            value = row[field["name"]]
            allowed = constraints.get("enum", [value])
            if (not value and constraints.get("required")) or (value and value not in allowed):
                yield f"{resource['path']}: {field['name']} may not be {value!r}"
    keys = [tuple(row[name] for name in schema["primaryKey"]) for row in rows]
    if len(set(keys)) != len(keys):
        yield f"{resource['path']}: a key stands there twice"


def reference_faults(package: Path, tables: Tables) -> Iterator[str]:
    """Yield a line for each foreign key that leads nowhere."""
    descriptor = json.loads((package / "datapackage.json").read_text(encoding="utf-8"))
    for resource in descriptor["resources"]:
        for key in resource.get("schema", {}).get("foreignKeys", []):
            column, reference = key["fields"][0], key["reference"]
            known = {row[reference["fields"][0]] for row in tables[reference["resource"]]}
            for row in tables[resource["name"]]:
                if row[column] and row[column] not in known:
                    yield f"{resource['path']}: {column} {row[column]!r} is not in {reference['resource']}"


def article_text(path: Path, source: Record, faults: list[str]) -> str | None:
    """Return the text that offsets point into; None for a page, whose text only its extractor can make."""
    content = path.read_bytes()
    if sha256(content) != source["file_sha256"]:
        faults.append(f"{path}: it is not the file that was read ({source['source_id']})")
    if path.suffix != ".txt":
        return None
    text = content.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    if sha256(text.encode()) != source["text_sha256"] or str(len(text)) != source["text_length"]:
        faults.append(f"{path}: its text is not the one that was read ({source['source_id']})")
    return text


def page_holds(path: Path, quote: str) -> bool:
    page = PageText()
    page.feed(path.read_text(encoding="utf-8", errors="replace"))
    return re.sub(r"\s", "", quote) in re.sub(r"\s", "", "".join(page.words))


def quote_faults(row: Record, text: str | None, path: Path) -> Iterator[str]:
    """Yield a line if the quote or the words around it are not where the row says that they are."""
    name = row.get("claim_id") or row["check_id"]
    quote, start, end = row["quote"], int(row["quote_start"] or -1), int(row["quote_end"] or -1)
    before, after = row.get("quote_prefix", ""), row.get("quote_suffix", "")
    if text is None:
        if not page_holds(path, quote):
            yield f"{name}: its quote is not in {path}"
    elif text[start:end] != quote:
        yield f"{name}: characters {start} to {end} of {path} are not its quote"
    elif not (text[:start].endswith(before) and text[end:].startswith(after)):
        yield f"{name}: the words around its quote are not those of {path}"


def number_faults(claim: Record, corrected: set[str]) -> Iterator[str]:
    """Yield a line if the quote of a number has neither this number nor any word for one."""
    value, quote = claim["value"], claim["quote"]
    digits = {
        re.sub(r"[,.\s\u00a0\u202f](?=\d{3})", "", found) for found in re.findall(r"\d[\d,.\s\u00a0\u202f]*", quote)
    }
    figures = {
        str(Fraction(found.strip(" .,"))) for found in digits if re.fullmatch(r"\d+(\.\d+)?", found.strip(" .,"))
    }
    spelled = claim["claim_id"] in corrected or NUMBER_WORDS.search(quote)
    if value and not spelled and str(Fraction(value)) not in figures:
        yield f"{claim['claim_id']}: {value} is not in its quote {quote!r}"


def verify_quotes(tables: Tables, seeds: Path, faults: list[str]) -> str:
    """Check every quote and every limit, and return the line that says so."""
    corrected = {row["claim_id"] for row in tables["corrections"] if row["column"]}
    rows = defaultdict(list)
    for row in (*tables["claims"], *tables["checks"]):
        if row["quote"]:
            rows[row["source_id"]].append(row)
    right = 0
    for source in tables["sources"]:
        quoted = rows.pop(source["source_id"], [])
        faults += limit_faults(source, quoted)
        path = seeds / "articles" / source["file"]
        text = article_text(path, source, faults) if quoted else None
        for row in quoted:
            found = [*quote_faults(row, text, path), *(number_faults(row, corrected) if "claim_id" in row else ())]
            faults += found
            right += not found
    faults += [f"{name}: it is quoted and is no source" for name in rows]
    total = sum(bool(row["quote"]) for row in (*tables["claims"], *tables["checks"]))
    return f"{right} of {total} quotes verified"


def limit_faults(source: Record, quoted: list[Record]) -> Iterator[str]:
    """Yield a line if more is quoted of a source than its limit allows, or if that is counted wrongly."""
    characters: set[int] = set()
    for row in quoted:
        start, end = int(row["quote_start"]), int(row["quote_end"])
        characters |= set(range(start - len(row.get("quote_prefix", "")), end + len(row.get("quote_suffix", ""))))
    if len(characters) > int(source["quote_limit"] or 0):
        yield f"{source['source_id']}: {len(characters)} characters quoted, the limit is {source['quote_limit']}"
    if len(characters) != int(source["quoted_characters"] or 0):
        yield f"{source['source_id']}: {len(characters)} characters quoted, not {source['quoted_characters']}"


def headline_faults(tables: Tables) -> Iterator[str]:
    """Yield a line for each headline value that is not the value of the one claim that decides it."""
    claims = {row["claim_id"]: row for row in tables["claims"]}
    derived = {(row["exchange_id"], row["measure"]): row["value"] for row in tables["derived"]}
    deciding = defaultdict(list)
    for row in tables["evidence"]:
        if row["decides"] == "true":
            deciding[row["exchange_id"], row["field"]].append(claims[row["claim_id"]])
    for exchange in tables["exchanges"]:
        name = exchange["exchange_id"]
        for field, (measure, side) in HEADLINES.items():
            found = deciding[name, field]
            if field == "sequence_number" and exchange["sequence_basis"] == "derived":
                if derived.get((name, field)) != exchange[field] or found:
                    yield f"{name}: {field} {exchange[field]} is said to be derived and is not"
            else:
                yield from decision_faults(f"{name}: {field}", exchange[field], found, measure, side)


def side_faults(tables: Tables) -> Iterator[str]:
    """Yield a line for each headline value that somebody else gives although the receiving side counts its people."""
    claims = {row["claim_id"]: row for row in tables["claims"]}
    counted = defaultdict(set)
    for row in tables["claims"]:
        sound = row["evidence"] == "quote" or row["checked"] == "confirmed" or row["decision"]
        if sound and row["value"] and row["decision"] != "rejected":
            group = (row["exchange_id"], row["measure"], row["side"], row["dimension"], row["category"])
            counted[group].add(row["claimant_side"])
    for row in tables["evidence"]:
        claim = claims[row["claim_id"]]
        group = (row["exchange_id"], claim["measure"], claim["side"], claim["dimension"], claim["category"])
        own = HEADLINES.get(row["field"], ("", ""))[1]
        if row["decides"] == "true" and own and claim["claimant_side"] != own and own in counted[group]:
            yield f"{row['exchange_id']}: {row['field']} is {claim['claimant']}'s, and {own} counts its own people"


def decision_faults(where: str, value: str, found: list[Record], measure: str, side: str) -> Iterator[str]:
    """Yield a line if a headline value is not that of exactly one fitting claim."""
    if value and not found:
        yield f"{where} is {value}, and no claim decides it"
    if value and len({claim["value"] for claim in found}) > 1:
        yield f"{where} is decided by claims that differ"
    for claim in found:
        if claim["value"] != value or claim["measure"] != measure or claim["side"] not in (side, "both"):
            yield f"{where} is {value!r}, its claim {claim['claim_id']} says {claim['value']!r} {claim['measure']}"
        if claim["decision"] == "rejected":
            yield f"{where} is decided by {claim['claim_id']}, which was rejected"


def mirror_faults(tables: Tables) -> Iterator[str]:
    """Yield a line for each breakdown, total or mediator that is not what its claim says."""
    claims = {row["claim_id"]: row for row in tables["claims"]}
    for name in ("breakdowns", "totals"):
        for row in tables[name]:
            claim = claims[row["claim_id"]]
            wrong = [column for column in row if row[column] != claim[column]]
            if wrong:
                yield f"{name}: {row['claim_id']}: {', '.join(wrong)} is not what the claim says"
    for row in tables["mediators"]:
        if claims[row["claim_id"]]["text_value"] != row["mediator"]:
            yield f"mediators: {row['claim_id']}: the claim does not name {row['mediator']}"


def evaluated(expression: str) -> Fraction | None:
    """Return the value of a sum such as `3956 + 25 - 150`; None for anything else."""
    text = expression.replace(",", "").replace("−", "-").strip()
    if not re.fullmatch(r"-?\d+(\.\d+)?(\s*[+-]\s*\d+(\.\d+)?)*", text):
        return None
    return sum((Fraction(term.replace(" ", "")) for term in re.findall(r"[+-]?\s*\d+(?:\.\d+)?", text)), Fraction())


def sum_faults(check: Record) -> Iterator[str]:
    """Yield a line if a written-out sum, its two sides, their difference and the outcome do not agree."""
    name, left, right = check["check_id"], number(check["left"]), number(check["right"])
    missing = right - left if left is not None and right is not None else None
    if missing is not None and check["difference"] and abs(missing - Fraction(check["difference"])) > ROUNDING:
        yield f"{name}: {check['right']} less {check['left']} is not {check['difference']}"
    sides = [evaluated(side) for side in check["expression"].split("=")]
    if len(sides) == 2 and None not in sides and check["outcome"] == "holds" and sides[0] != sides[1]:
        yield f"{name}: {check['expression']} is said to hold"
    if missing == 0 and check["outcome"] == "fails" and len(sides) == 2:
        yield f"{name}: {check['expression']} is said to fail, and nothing is missing"


def part_faults(tables: Tables) -> Iterator[str]:
    """Yield a line for each sum of parts that uses other numbers than its claims have."""
    claims = {row["claim_id"]: row for row in tables["claims"]}
    used = defaultdict(list)
    for row in tables["check_claims"]:
        used[row["check_id"]].append(claims[row["claim_id"]]["value"])
    for check in tables["checks"]:
        if check["rule"] == "parts_sum_to_total":
            left, _, right = check["expression"].partition("=")
            written = re.findall(r"\d+(?:\.\d+)?", left + right * (check["outcome"] == "holds"))
            if set(written) - set(used[check["check_id"]]):
                yield f"{check['check_id']}: {check['expression']} has numbers that none of its claims has"


def verify(package: Path, seeds: Path) -> tuple[list[str], list[str]]:
    """Return what was proved and what is wrong, a line each."""
    faults: list[str] = []
    tables = read_tables(package, faults)
    faults += reference_faults(package, tables)
    proved = [verify_quotes(tables, seeds, faults)]
    faults += headline_faults(tables)
    faults += side_faults(tables)
    faults += mirror_faults(tables)
    faults += part_faults(tables)
    for check in tables["checks"]:
        faults += sum_faults(check)
    values = sum(bool(row[field]) for row in tables["exchanges"] for field in HEADLINES)
    proved.append(f"{values} headline values of {len(tables['exchanges'])} exchanges follow from their claims")
    proved.append(f"{len(tables['checks'])} checks and {len(tables['breakdowns'])} parts recomputed")
    proved.append(f"{len(tables['sources'])} sources quoted within their limits")
    return proved, faults


def main(arguments: list[str]) -> int:
    if len(arguments) != 2:
        print("usage: python tests/verify_package.py PACKAGE SEEDS", file=sys.stderr)
        return 2
    try:
        proved, faults = verify(Path(arguments[0]), Path(arguments[1]))
    except (OSError, ValueError, KeyError, TypeError) as error:
        print(f"the package cannot be verified: {type(error).__name__}: {error}", file=sys.stderr)
        return 1
    if faults:
        print("\n".join(faults), file=sys.stderr)
        print(f"{len(faults)} faults", file=sys.stderr)
        return 1
    print("\n".join(proved))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
