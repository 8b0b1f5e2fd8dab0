"""Groups of samples and their places on a map, from a kernel or from neighbours."""

from lpntk.structure.clusters import farthest_point_clusters
from lpntk.structure.farthest_point import farthest_points
from lpntk.structure.hierarchical import hierarchical_clusters
from lpntk.structure.neighbour_map import neighbour_map

__all__ = ["farthest_point_clusters", "farthest_points", "hierarchical_clusters", "neighbour_map"]
