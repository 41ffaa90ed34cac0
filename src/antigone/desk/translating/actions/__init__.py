"""Writing down what a native speaker says of translations."""
