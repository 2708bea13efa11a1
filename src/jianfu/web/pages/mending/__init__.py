"""Problems, cases, what goes upward, sweeps, the schedule, and what the platform itself costs, in the browser."""
