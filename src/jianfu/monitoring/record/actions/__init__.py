"""Writes of monitoring's record, each whole with one audit entry."""
