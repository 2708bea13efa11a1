"""What stands before every page: who is turned away, how fast is answered, what a browser may do with an answer."""
