"""The pages about electronic certificates, for everybody."""
