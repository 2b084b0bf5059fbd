"""From claims to exchanges with their evidence, totals and checks: a pure function, no disk."""

from exchange_ledger.reconcile.ledger import reconcile

__all__ = ["reconcile"]
