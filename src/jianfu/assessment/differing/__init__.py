"""Allowing for what a township starts from: three methods that can be compared on the same data."""
