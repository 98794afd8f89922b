"""The gallery: every style on every kind of year, theme and sheet, drawn again as it is edited, or as a static page."""
