"""Filters that all templates know."""
