"""The command line: `python build.py` and its commands. Exit codes: 0 done, 1 the data is wrong, 2 the command is."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from exchange_ledger.faults import LedgerError, fault, visible

if TYPE_CHECKING:
    from exchange_ledger.means import Means

_DEFAULTS = {
    "seeds": Path("seeds"),
    "package": Path("datapackage"),
    "site": Path("site"),
    "no_site": False,
    "recheck": False,
    "jobs": 0,
    "scheduler": "",
    "quiet": False,
}


def _common() -> argparse.ArgumentParser:
    """Return the options that every command takes; the defaults come with the namespace."""
    common = argparse.ArgumentParser(add_help=False, argument_default=argparse.SUPPRESS)
    common.add_argument("--seeds", type=Path, metavar="DIR", help="the input folder (default: seeds)")
    common.add_argument("--package", type=Path, metavar="DIR", help="the data package (default: datapackage)")
    common.add_argument("--jobs", type=int, metavar="N", help="processes that read articles (default: one per core)")
    common.add_argument("--scheduler", metavar="ADDRESS", help="let this Dask scheduler's workers read the articles")
    common.add_argument("--quiet", action="store_true", help="say only what is wrong")
    return common


def _parser() -> argparse.ArgumentParser:
    common = _common()
    parser = argparse.ArgumentParser(
        prog="build.py",
        description="Turn the articles in seeds/ into a validated data package and a static site.",
        argument_default=argparse.SUPPRESS,
        parents=[common],
    )
    parser.add_argument("--site", type=Path, metavar="DIR", help="the site (default: site)")
    parser.add_argument("--no-site", action="store_true", help="write the package only")
    parser.add_argument("--recheck", action="store_true", help="hash every file again, also those not touched since")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", title="commands (without one: the whole line)")

    add = commands.add_parser("add", parents=[common], help="bring an article in and show the claims it yields")
    add.add_argument("sources", nargs="+", metavar="URL_OR_FILE")
    add.add_argument("--dry-run", action="store_true", help="show what would happen, change nothing")
    for name in ("publisher", "published", "url", "archive-url"):
        add.add_argument(f"--{name}", default="", help="what the page itself does not say")

    explain = commands.add_parser("explain", parents=[common], help="show what was read from each sentence, or why not")
    explain.add_argument("source", metavar="SOURCE", help="source_id, or a file name under seeds/articles")

    check = commands.add_parser("check", parents=[common], help="build aside; exit 1 if the package would change")
    check.add_argument("--markdown", type=Path, default=None, metavar="FILE", help="write the comparison here as well")

    commands.add_parser(
        "release", parents=[common], help="record the package as published: the next says what it changes"
    )
    commands.add_parser(
        "compile", parents=[common], help="make extraction faster: compile it (needs mypy, a C compiler, some minutes)"
    )
    return parser


def _means(options: argparse.Namespace) -> Means:
    from exchange_ledger.means import Means, cores
    from exchange_ledger.progress import progress

    return Means(options.jobs if options.jobs > 0 else cores(), options.scheduler, progress(options.quiet))


def _scratch(options: argparse.Namespace) -> Path:
    package: Path = options.package
    return package.absolute().parent / ".scratch"


def _build(options: argparse.Namespace) -> int:
    from exchange_ledger.line import build

    site = None if options.no_site else options.site
    built = build(
        options.seeds, options.package, site, _means(options), scratch=_scratch(options), recheck=options.recheck
    )
    if not options.quiet:
        print(
            "{sources} sources, {claims} claims, {exchanges} exchanges, {checks} checks ({fail} fail, {open} open), "
            "{review} sentences for review".format_map(built.counts)
        )
        for line in _unread(options.package, options.seeds / "articles"):
            print(visible(line))
        print(f"package: {options.package}" + (f", site: {site}" if site else ""))
        if not built.fresh:
            print("nothing has changed since they were built")
    return 0


def _unread(package: Path, articles: Path) -> Iterator[str]:
    """Yield a line for each article of a package that was not read: where, why, what to do."""
    import json

    from exchange_ledger import vocabulary

    for row in json.loads((package / "sources.json").read_text(encoding="utf-8")):
        if reason := vocabulary.unread().get(row["unread"] or ""):
            yield f"{articles / row['file']}: not read, {reason.description}; {reason.remedy}"


def _check(options: argparse.Namespace) -> int:
    import tempfile

    from exchange_ledger.compare import as_lines, as_markdown, compare
    from exchange_ledger.line import build

    with tempfile.TemporaryDirectory() as scratch:
        fresh = Path(scratch) / "datapackage"
        build(options.seeds, fresh, None, _means(options), scratch=_scratch(options), remember=False)
        comparison = compare(options.package, fresh)
    if options.markdown:
        options.markdown.write_text(as_markdown(comparison), encoding="utf-8")
    if comparison:
        print("\n".join(as_lines(comparison)))
        print(f"{options.package} is not what {options.seeds} yields; run python build.py and commit the package")
        return 1
    if not options.quiet:
        print(f"{options.package} is what {options.seeds} yields")
    return 0


def _explain(options: argparse.Namespace) -> int:
    from exchange_ledger.explain import explain
    from exchange_ledger.read import read_seeds

    for article in read_seeds(options.seeds).articles:
        if options.source in (article.source.source_id, article.source.file, Path(article.source.file).stem):
            print(explain(article))
            return 0
    raise fault(options.source, "no article has this source_id or file name", f"look into {options.seeds}/sources.csv")


def _add(options: argparse.Namespace) -> int:
    from exchange_ledger.add import Given
    from exchange_ledger.add.run import run_add
    from exchange_ledger.line import build

    def aside(seeds: Path, package: Path) -> None:
        build(seeds, package, None, _means(options), scratch=_scratch(options), remember=False)

    given = Given(options.publisher, options.published, options.url, options.archive_url)
    return run_add(
        options.sources, options.seeds, options.package, given, aside, dry_run=options.dry_run, quiet=options.quiet
    )


def _release(options: argparse.Namespace) -> int:
    from exchange_ledger.package.release import record_release

    version = record_release(options.package, options.seeds)
    if not options.quiet:
        print(f"version {version} is recorded in {options.seeds / 'released.json'}; commit it with the package")
    return 0


def _compile(options: argparse.Namespace) -> int:
    from exchange_ledger.compiled import PLACE, place
    from exchange_ledger.compiling import compile_into, modules

    where = place()
    if where is None:
        raise fault(PLACE, "says that nothing compiled is to be used", "unset it, or let it name a folder")
    if not options.quiet:
        print(f"compiling {len(modules())} modules, some minutes", flush=True)
    made = compile_into(where)
    if not options.quiet:
        print(f"compiled: {visible(str(made))}; used until the program changes, or the folder is removed")
    return 0


def run(arguments: Sequence[str]) -> int:
    """Run one command and return its exit code; every fault is a line on standard error."""
    options = _parser().parse_args(arguments, argparse.Namespace(command=None, **_DEFAULTS))
    commands = {
        None: _build, "add": _add, "explain": _explain, "check": _check, "release": _release, "compile": _compile,
    }  # fmt: skip
    try:
        return commands[options.command](options)
    except LedgerError as error:
        print(error, file=sys.stderr)
        return 1
    except OSError as error:
        where = error.filename or "the disk"
        print(f"{where}: {error.strerror or error}; make it readable and writable, then run again", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("interrupted: what stood before still stands", file=sys.stderr)
        return 130
