"""The experiment of arXiv 2605.03221: do synthetic images of the rare classes help a classifier? docs/results/experiment.md"""
