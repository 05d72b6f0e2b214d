"""The room of policies: packs with their clauses and sources, what changed between versions, and trying one out."""
