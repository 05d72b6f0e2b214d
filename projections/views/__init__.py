"""Views: what is looked up often, kept in tables that follow the book and can be thrown away."""
