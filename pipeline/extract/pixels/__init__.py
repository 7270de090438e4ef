"""What can be told from the pixels of a page before anything is read: skew, rulings, fills, list marks.

Pictures are grey (rows, columns) or RGB (rows, columns, 3) arrays of uint8; ``unit`` is pixels per
PDF point.  Every function is pure; nothing here knows an OCR engine.
"""
