"""What is made from the book held against the book: facts, views, results made official."""
