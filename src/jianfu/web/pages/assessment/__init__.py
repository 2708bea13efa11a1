"""Pages of assessment: years with their process, scores that explain themselves, appeals, consultations."""
