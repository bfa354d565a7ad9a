"""Two texts compared: is one a copy of the other, a later version, another report of the event, or neither?

    text ─▶ body ─▶ units ─▶ alignment ─▶ facts ─▶ relation ─▶ Comparison(relation, score, evidence)

A threshold on one similarity fails on Hindi news: an update with another toll is more alike than a wire
copy with half its paragraphs. So the texts are aligned, and what was put in the place of something else
decides. Everything here is a pure function.
"""
