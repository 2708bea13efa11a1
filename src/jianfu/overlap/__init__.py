"""The same thing asked twice."""
