"""What derivations, graphs and traces look like in a notebook."""
