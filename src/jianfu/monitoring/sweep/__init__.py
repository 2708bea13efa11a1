"""The monthly sweep: what it looks for, how it judges, and the bulletin that tells it."""
