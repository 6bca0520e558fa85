"""How a cell's formula gets its value: the functions, the values they read, and the formula."""
