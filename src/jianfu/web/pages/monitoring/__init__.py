"""Monitoring in the browser: points and their diary, trends, questionnaires, measures, checks, the bulletin."""
