"""What to keep and what to drop: strategies, plans with reasons, and index lists to take home."""

from lpntk.pruning.duplicates_on import ON
from lpntk.pruning.export import FORMATS, export_plan
from lpntk.pruning.material import Material
from lpntk.pruning.note import share_note, total_note
from lpntk.pruning.order import Order, order_of
from lpntk.pruning.plan import material_of, prune
from lpntk.pruning.registry import STRATEGIES, strategy_of
from lpntk.pruning.strategy import Strategy

__all__ = [
    "FORMATS",
    "ON",
    "STRATEGIES",
    "Material",
    "Order",
    "Strategy",
    "export_plan",
    "material_of",
    "order_of",
    "prune",
    "share_note",
    "strategy_of",
    "total_note",
]
