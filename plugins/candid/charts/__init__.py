"""What a chart is made of, without pages or templates: exact samples of a calculator, axes, and where ink goes.

The SVG is our own. The drawing libraries of the field (Matplotlib, Altair, Plotly, Pygal, Bokeh) take floats, place
text for one width and emit inline styles, embedded fonts or a client library; a page here has exact amounts, none of
the three, and is read at 360 px as well as at 1,280. What a chart needs is small: a polyline, an area, ticks, texts.

Coordinates are shares of the plot, so that a drawing stretches with the page while its texts and strokes do not.
Amounts are fractions until :mod:`candid.charts.drawing` writes a coordinate.
"""
