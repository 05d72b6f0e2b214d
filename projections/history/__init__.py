"""Terms beside each other, each by the pack of its time: credits of a teacher or a school, back to the first."""
