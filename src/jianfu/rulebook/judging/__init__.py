"""Judging: facts as columns, compared and counted with three answers, cards with four outcomes."""
