"""What only people know: questionnaires, the weekly diary of the points, and what asking itself costs."""
