"""Is it getting lighter: the ledger evaluated again and again, and what each evaluation found."""
