"""Data sets on disk, the pack that trainings load, and random views of it."""
