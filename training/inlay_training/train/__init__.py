"""Training loops, one a network, each resumable."""
