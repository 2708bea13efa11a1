"""The record: models, actions (every write), queries (every read), audit tree, frames (columns for analysis)."""
