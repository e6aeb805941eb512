"""The record of processing, on screen, on paper and as a workbook."""
