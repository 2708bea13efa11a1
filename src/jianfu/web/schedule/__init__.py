"""What the server does by itself: jobs with their hours, each run once, made up for once where a night was missed."""
