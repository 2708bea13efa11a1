"""Assessment of townships: few indicators, scores that allow for what a township starts from, an open process."""
