"""Boxes and coordinates: from those of the file to those of the page as it is shown."""

from typing import Any, NamedTuple

Handle = Any
"""An object of PDFium, which has no types of its own."""
Point = tuple[float, float]
Matrix = tuple[float, float, float, float, float, float]


class Box(NamedTuple):
    """A rectangle in points, from the top left corner of the page as it is shown."""

    x0: float
    top: float
    x1: float
    bottom: float

    def holds(self, x: float, y: float) -> bool:
        """Says whether a point is inside."""
        return self.x0 <= x <= self.x1 and self.top <= y <= self.bottom


def around(points: list[Point]) -> Box:
    """Returns the smallest box that holds points."""
    across, down = [x for x, _ in points], [y for _, y in points]
    return Box(min(across), min(down), max(across), max(down))


def upright_of(page: Handle) -> Matrix:
    """Returns how the page's own coordinates become those of the page as shown, from its top left corner."""
    left, bottom, right, top = page.get_cropbox()
    turned: dict[int, Matrix] = {
        0: (1, 0, 0, -1, -left, top),
        90: (0, 1, 1, 0, -bottom, -left),
        180: (-1, 0, 0, 1, right, -bottom),
        270: (0, -1, -1, 0, top, right),
    }
    return turned[page.get_rotation()]


def times(inner: Matrix, outer: Matrix) -> Matrix:
    """Returns the matrix that does what two do one after the other."""
    a, b, c, d, e, f = inner
    p, q, r, s, t, u = outer
    return (a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u)


def at(matrix: Matrix, x: float, y: float) -> Point:
    """Returns where a point of the file is in other coordinates."""
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def box_in(matrix: Matrix, x0: float, y0: float, x1: float, y1: float) -> Box:
    """Returns a box of the file in other coordinates."""
    return around([at(matrix, x0, y0), at(matrix, x1, y1), at(matrix, x0, y1), at(matrix, x1, y0)])
