"""Hindi text analysis, the query language, and the index behind one small interface."""
