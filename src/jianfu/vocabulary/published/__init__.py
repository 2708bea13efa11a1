"""What may be published of counts of people."""
