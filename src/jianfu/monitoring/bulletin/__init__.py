"""The monthly bulletin and the yearly report: what fell, what rose, what moved, what nobody can know."""
