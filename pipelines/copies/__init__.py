"""Copies, versions and threads: what two texts are to each other.

    text ─▶ reading (words, facts) ─▶ alignment (what was taken over) ─▶ facts replaced in it ─▶ decision

Everything here is pure: it takes texts and gives findings, and neither stores nor fetches.
"""
