"""The report's numbers, one module for each of the eight burdens: functions from rows to figures, no prose."""
