"""The Python side of the embedded server: keeper, nursery and workers. Standard library only."""
