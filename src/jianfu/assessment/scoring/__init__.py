"""From values to points: ranks, targets, pass or fail, and their sum."""
