"""Groups of samples and their places on a map, from a kernel or from neighbours."""

from lpntk.structure.clusters import farthest_point_clusters
from lpntk.structure.farthest_point import farthest_points
from lpntk.structure.hierarchical import hierarchical_clusters
from lpntk.structure.nearest import nearest_by_cosine
from lpntk.structure.neighbour_map import neighbour_map
from lpntk.structure.spectrum import SHARES, Spectrum, leading_eigenvalues, spectrum_of

__all__ = [
    "SHARES",
    "Spectrum",
    "farthest_point_clusters",
    "farthest_points",
    "hierarchical_clusters",
    "leading_eigenvalues",
    "nearest_by_cosine",
    "neighbour_map",
    "spectrum_of",
]
