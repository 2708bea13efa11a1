"""Deadlines in official Chinese → moments: which day is meant, which recur, how much working time is left."""
