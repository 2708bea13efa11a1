"""Whether the server is well: what is checked, counted and told, without a word about persons or contents."""
