"""Hostile text: strings that try to be code, and a ledger that holds them wherever a text may stand."""
