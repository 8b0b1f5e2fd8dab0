import { IconBan, IconCheck, IconTag } from '@tabler/icons-react';
import type { Decision } from '../../client/types';
import { useAnalysisPage } from '../../selection/page';
import classes from './DecisionMark.module.css';
import { decisionWords } from './tally';

const ICONS = { relabel: IconTag, keep: IconCheck, exclude: IconBan, clear: null };

/** A small sign of what is decided. */
export function DecisionMark({ decision }: { decision: Pick<Decision, 'action' | 'label'> }) {
  const { classNames } = useAnalysisPage();
  const Icon = ICONS[decision.action];
  const words = decisionWords(decision, classNames);
  return (
    <span className={classes.mark} data-action={decision.action} role="img" aria-label={words} title={words}>
      {Icon && <Icon size={16} stroke={2} />}
    </span>
  );
}
