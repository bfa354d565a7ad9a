"""From the bytes of a page to the parts of a story, one step a file, in this order:

    encoding ─▶ document ─▶ statements ─▶ survey ─▶ pruning ─▶ container ─▶ blocks ─▶ engine ─▶ lines ─▶ text
    (decode)    (parse once) (JSON-LD, meta)         (what is certainly not text)      (Trafilatura)
                     └─▶ headline, byline, dates, metadata

`pipelines.extract` composes them. No step changes the tree, so each can look at what another left out.
"""
