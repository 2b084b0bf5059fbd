"""How the package is loaded, in the languages that its readers use."""

from __future__ import annotations

from exchange_ledger.settings import Settings


def snippets(settings: Settings) -> list[tuple[str, str]]:
    """Return a name and a few lines of code for each language; all read the files under the site's own address."""
    base = f"{settings.base}downloads/"
    return [
        (
            "Python (pandas)",
            f'import pandas as pd\n\nexchanges = pd.read_csv("{base}exchanges.csv", dtype={{"date": "string"}})\n'
            f'claims = pd.read_csv("{base}claims.csv")\nprint(claims.merge(exchanges, on="exchange_id").head())',
        ),
        (
            "Python (frictionless)",
            f'from frictionless import Package\n\npackage = Package("{base}datapackage.json")\n'
            'for row in package.get_resource("exchanges").read_rows():\n'
            '    print(row["date"], row["returned_to_ukraine"])',
        ),
        (
            "R",
            f'exchanges <- read.csv("{base}exchanges.csv")\n'
            "aggregate(returned_to_ukraine ~ substr(date, 1, 4), exchanges, sum)",
        ),
        (
            "JavaScript",
            f'const exchanges = await (await fetch("{base}exchanges.json")).json();\n'
            "console.log(exchanges.filter((row) => row.disputed));",
        ),
        (
            "SQL (DuckDB)",
            "select substr(date::varchar, 1, 4) as year, sum(returned_to_ukraine)\n"
            f"from '{base}exchanges.csv' group by year order by year;",
        ),
        (
            "SQL (SQLite)",
            ".import --csv exchanges.csv exchanges\n"
            "select date, returned_to_ukraine from exchanges where disputed = 'true';",
        ),
        (
            "Spreadsheet",
            f"LibreOffice: Sheet, External Links, {base}exchanges.csv\n"
            f'Google Sheets: =IMPORTDATA("{base}exchanges.csv")',
        ),
    ]
