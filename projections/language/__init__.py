"""The language of policy packs: formulas, their types, the schema of a pack, and its loading and checking."""
