"""Cards: what they say, read strictly, checked by their own examples."""
