"""What to keep and what to drop: strategies, plans with reasons, and index lists to take home."""

from lpntk.pruning.export import FORMATS, export_plan
from lpntk.pruning.note import total_note
from lpntk.pruning.plan import prune
from lpntk.pruning.registry import STRATEGIES, strategy_of
from lpntk.pruning.strategy import Strategy

__all__ = ["FORMATS", "STRATEGIES", "Strategy", "export_plan", "prune", "strategy_of", "total_note"]
