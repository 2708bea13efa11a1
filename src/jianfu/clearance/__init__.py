"""Before a demand goes out: check it, decide on it, number it."""
