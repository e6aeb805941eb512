"""Two records side by side: is it one person? And how good the linkage is."""
