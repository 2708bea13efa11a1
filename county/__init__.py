"""The demonstration county: a fictional county's files, made from a seed, calibrated to a real report's figures."""
