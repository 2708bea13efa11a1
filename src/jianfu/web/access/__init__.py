"""Who may reach what: one table, and the gate that holds every request to it."""
