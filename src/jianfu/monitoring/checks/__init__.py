"""Unannounced checks 四不两直: places and times drawn by lot, a short way, and what was found."""
