"""Judging tables too large for the ledger: here, or on a Spark cluster, with the same cards and the same outcome."""
