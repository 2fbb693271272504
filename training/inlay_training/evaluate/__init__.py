"""What a network is worth: measures, ablations, the page of the models."""
