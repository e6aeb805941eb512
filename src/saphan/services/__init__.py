"""One set of services for three doors: a module per noun, a function per verb, the asker first.

`platform.open_platform(directory, environ)` comes first: it sets the desk up. The other modules here import the desk's
models, so they are imported after it.
"""
