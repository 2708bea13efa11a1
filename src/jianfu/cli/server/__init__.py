"""Commands of the workspace: serve it, evaluate the ledger, look after accounts."""
