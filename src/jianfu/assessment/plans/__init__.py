"""A year's plan: indicators, what may not be one, what the plan itself costs."""
