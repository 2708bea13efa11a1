"""From a few points to all places, with intervals that say which part of them is model."""
