"""The report as one HTML file: what it shows (`view_model`), what it carries (`text_blocks`), and the page itself."""
