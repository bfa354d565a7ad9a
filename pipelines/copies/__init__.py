"""Copies, versions and threads: what two texts are to each other.

    text ─▶ reading (words with facts) ─▶ alignment (what was taken over) ─▶ replaced (facts that differ) ─▶ decision

Everything here is pure: it takes texts and gives findings, and neither stores nor fetches.
"""
