"""The report's words: each module turns figures into the nodes of one part of the document."""
