"""What packs ask for and rest on: the records they need, what is idle, traces, what differs between two of them."""
