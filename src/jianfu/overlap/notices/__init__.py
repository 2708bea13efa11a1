"""The same thing asked twice in notices: relations with reasons, and groups."""
