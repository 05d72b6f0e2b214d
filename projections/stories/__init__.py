"""Stories about whole teachers, told in YAML beside a pack: what is recorded, and what the pack then has to say."""
