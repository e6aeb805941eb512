"""What does a text in an agency's file mean? Plain functions of one distinct value, joined back by `conform`."""
