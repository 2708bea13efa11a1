"""What monitoring keeps: points, diaries, questionnaires, measures, checks, and what collecting cost."""
