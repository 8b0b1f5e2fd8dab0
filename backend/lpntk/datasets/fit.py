"""How pictures of any size are brought to the one that a classifier takes."""

from __future__ import annotations

import math
from dataclasses import dataclass

from PIL import Image

from lpntk.domain import DataSettings

_RESAMPLING = {
    "bilinear": Image.Resampling.BILINEAR,
    "bicubic": Image.Resampling.BICUBIC,
    "nearest": Image.Resampling.NEAREST,
    "lanczos": Image.Resampling.LANCZOS,
    "box": Image.Resampling.BOX,
}
# A share that a size was divided by gives that size again only about.
_ROUNDING = 1e-6


@dataclass(frozen=True)
class Fit:
    """How images are brought to one size.

    Attributes
    ----------
    size
        The side of squares; None for images as they are.
    crop
        Images are resized so that this share of them is cut out of the middle, the aspect ratio kept; None to
        squeeze them.
    interpolation
        By what rule they are resized.
    """

    size: int | None = None
    crop: float | None = None
    interpolation: str = "bilinear"

    @classmethod
    def of(cls, settings: DataSettings) -> Fit:
        """What is asked for."""
        return cls(settings.image_size, settings.crop, settings.interpolation or cls.interpolation)

    def leaves(self, height: int, width: int) -> bool:
        """Whether images of one size stay as they are."""
        return self.size in (None, height) and self.size in (None, width) and self.crop in (None, 1)

    def apply(self, picture: Image.Image, height: int, width: int) -> Image.Image:
        """A picture brought to a size, as torchvision's Resize and CenterCrop do it where it is cropped."""
        if self.crop is None:
            return self._resized(picture, width, height)
        wide, high = picture.size
        if high * width <= wide * height:  # the height is what is cut to
            tall = math.floor(height / self.crop + _ROUNDING)
            broad = max(width, int(tall * wide / high))
        else:
            broad = math.floor(width / self.crop + _ROUNDING)
            tall = max(height, int(broad * high / wide))
        top, left = round((tall - height) / 2), round((broad - width) / 2)
        whole = self._resized(picture, broad, tall)
        return whole.crop((left, top, left + width, top + height))

    def _resized(self, picture: Image.Image, width: int, height: int) -> Image.Image:
        if picture.size == (width, height):
            return picture
        return picture.resize((width, height), _RESAMPLING[self.interpolation])


AS_IT_IS = Fit()
"""Images at their own size."""
