"""Word's own rules: numbering, styles, tables and marks, as ISO/IEC 29500-1 states them."""
