"""What may be published of counts of people, and what became of what they put forward."""
