"""The room of auditors and inspectors: what came late, exemptions, what is held, verifying, checkpoints, histories."""
