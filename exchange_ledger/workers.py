"""Who extracts: this process, several on this machine, or a Dask cluster; the order and the bytes are the same.

All three are executors of the standard library's interface (`concurrent.futures.Executor`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Executor
from contextlib import contextmanager
from functools import partial
from importlib import import_module

from exchange_ledger import fingerprint
from exchange_ledger.beside import processes
from exchange_ledger.faults import fault
from exchange_ledger.means import Means
from exchange_ledger.stages import Article, Extraction

CHUNK = 32
"""Articles that one worker takes at a time: large enough that passing them costs less than reading them."""

_WORTH_IT = 200
"""Articles from which on other processes finish earlier than this one alone: they have to start and load phrases."""

_PATIENCE = "10s"
"""How long a scheduler may take to answer."""


class OtherCodeError(RuntimeError):
    """A worker would read articles otherwise than the process that asks."""


def extracted(articles: Sequence[Article], means: Means) -> list[Extraction]:
    """Return what was read from each article, in the order of the articles.

    Raises LedgerError if the workers cannot be reached, run other code than this process, or died.
    """
    if not articles:
        return []
    chunks = [articles[start : start + CHUNK] for start in range(0, len(articles), CHUNK)]
    found: list[Extraction] = []
    with means.progress.stage("extracting articles", len(articles)) as advance, _executor(means, len(articles)) as one:
        for extractions in _mapped(one, chunks):
            found += extractions
            advance(len(extractions))
    return found


def _mapped(executor: Executor | None, chunks: Iterable[Sequence[Article]]) -> Iterator[list[Extraction]]:
    if executor is None:
        return map(_extract_here, chunks)
    return executor.map(partial(extract_there, fingerprint.code()), chunks)


def _extract_here(articles: Sequence[Article]) -> list[Extraction]:
    from exchange_ledger.extract import extract

    return [extract(article) for article in articles]


def extract_there(code: str, articles: Sequence[Article]) -> list[Extraction]:
    """Extract in a worker; raises OtherCodeError if it runs other code than the process that asks."""
    if fingerprint.code() != code:
        raise OtherCodeError("a worker runs another version of exchange_ledger or of Python")
    return _extract_here(articles)


@contextmanager
def _executor(means: Means, articles: int) -> Iterator[Executor | None]:
    if means.scheduler:
        with _cluster(means.scheduler) as executor:
            yield executor
    elif means.jobs > 1 and articles >= _WORTH_IT:
        with processes(means.jobs, "extracting") as executor:
            yield executor
    else:
        yield None


@contextmanager
def _cluster(address: str) -> Iterator[Executor]:
    """Yield the executor of a Dask cluster; a worker that dies is replaced by another, by Dask's own means."""
    try:
        distributed = import_module("distributed")
    except ImportError:
        remedy = "install it: pip install distributed"
        raise fault("--scheduler", "dask.distributed is not installed", remedy) from None
    try:
        client = distributed.Client(address, timeout=_PATIENCE, set_as_default=False)
    except (OSError, ValueError, AssertionError) as error:  # it asserts that its own loop starts within ten seconds
        what = f"no scheduler answers ({' '.join(str(error).split())[:200]})"
        raise fault(f"--scheduler {address}", what, "start one, or correct the address") from None
    with client:
        try:
            yield client.get_executor()
        except distributed.KilledWorker:
            raise fault(f"--scheduler {address}", "the workers died again and again", "look into their logs") from None
        except OtherCodeError as error:
            raise fault(f"--scheduler {address}", str(error), "install the same version everywhere") from None
