"""What follows from the numbers: root causes, what must be raised upward, declared totals that do not hold."""
