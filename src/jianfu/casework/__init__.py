"""Findings and complaints as cases: accepted, verified, remedied, checked by another, closed by the ledger."""
