"""Pages: teacher."""
