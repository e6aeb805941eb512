"""Who may do what, for which purpose, where and when: pure rules, handed what they need to know."""
