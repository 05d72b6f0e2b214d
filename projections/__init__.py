"""The read side: facts, policy packs, their evaluation and what is shown of it."""
