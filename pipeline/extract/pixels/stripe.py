"""A straight line in pixels, and how pieces of it are joined."""

from __future__ import annotations

from dataclasses import dataclass

_GAP = 3.0


@dataclass(frozen=True, slots=True)
class Stripe:
    """A straight line in pixels (half-open ranges); ``light`` where it is lighter than its ground."""

    x0: int
    top: int
    x1: int
    bottom: int
    light: bool
    level: int

    @property
    def across(self) -> bool:
        """Whether it runs from left to right."""
        return self.x1 - self.x0 >= self.bottom - self.top

    @property
    def length(self) -> int:
        """Length in pixels."""
        return max(self.x1 - self.x0, self.bottom - self.top)

    def turned(self) -> Stripe:
        """Swap rows and columns."""
        return Stripe(self.top, self.x0, self.bottom, self.x1, self.light, self.level)


def joined(pieces: list[Stripe], unit: float) -> list[Stripe]:
    """Join what lies on one line with a small gap, or a larger one between long pieces."""
    joined: list[Stripe] = []
    for piece in sorted(pieces, key=lambda p: (p.x0, p.top)):
        for i, other in enumerate(joined):
            near = abs((piece.top + piece.bottom) - (other.top + other.bottom)) <= max(2.0, 1.6 * unit)
            room = _GAP * unit + 0.15 * min(piece.x1 - piece.x0, other.x1 - other.x0)
            if near and piece.x0 - other.x1 <= min(room, 12 * unit):
                joined[i] = Stripe(
                    other.x0,
                    min(piece.top, other.top),
                    max(piece.x1, other.x1),
                    max(piece.bottom, other.bottom),
                    piece.light,
                    max(piece.level, other.level),
                )
                break
        else:
            joined.append(piece)
    return joined
