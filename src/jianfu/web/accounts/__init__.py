"""Accounts: who may sign in, as what, for which organ."""
