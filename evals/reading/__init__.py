"""How well documents are read: labels made by eye, the measures, and other readers beside ours."""
