"""Development tools that measure the program on data outside the repository."""
