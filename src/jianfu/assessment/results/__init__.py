"""One computation of a year: result, explanations, slimming, archive."""
