import { Badge, Tooltip, UnstyledButton } from '@mantine/core';
import { useOptions } from '../../../client/options';
import type { Standing } from '../../../client/types';
import { useUpdateSearch } from '../../../selection/useAnalysisSearch';
import { formatShare } from '../../../shared/format';
import type { Place } from './curve';
import { ScoreChooser } from './ScoreChooser';
import classes from './StrategyList.module.css';
import { titleOfStrategy } from './titles';

const STANDINGS: Record<Standing, { words: string; colour: string }> = {
  better: { words: 'above random', colour: 'teal' },
  'as random': { words: 'as random', colour: 'gray' },
  worse: { words: 'below random', colour: 'orange' },
};

interface StrategyListProps {
  /** The best first. */
  places: readonly Place[];
  refused: ReadonlyMap<string, string>;
  chosen: string;
}

/** All strategies, those that are forecast to do best at this share first. */
export function StrategyList({ places, refused, chosen }: StrategyListProps) {
  const { strategies } = useOptions();
  const placed = new Set(places.map(({ strategy }) => strategy));
  const waiting = strategies.filter(({ name }) => !placed.has(name) && !refused.has(name));
  return (
    <div className={classes.frame}>
      <div className={classes.list} role="radiogroup" aria-label="Strategy">
        {places.map(({ strategy, accuracy, standing }) => (
          <Row key={strategy} name={strategy} chosen={chosen}>
            <span className="numbers">{formatShare(accuracy, 2)}</span>
            <Badge
              size="xs"
              variant="light"
              color={STANDINGS[standing].colour}
              c="var(--text)"
              className={classes.badge}
            >
              {STANDINGS[standing].words}
            </Badge>
          </Row>
        ))}
        {waiting.map(({ name }) => (
          <Row key={name} name={name} chosen={chosen}>
            <span className={classes.none}>…</span>
          </Row>
        ))}
        {strategies
          .filter(({ name }) => refused.has(name))
          .map(({ name }) => (
            <Tooltip key={name} label={refused.get(name)}>
              <div>
                <Row name={name} chosen={chosen} disabled>
                  <span className={classes.none}>not here</span>
                </Row>
              </div>
            </Tooltip>
          ))}
      </div>
      <ScoreChooser chosen={chosen} />
    </div>
  );
}

interface RowProps {
  name: string;
  chosen: string;
  disabled?: boolean;
  children: React.ReactNode;
}

function Row({ name, chosen, disabled = false, children }: RowProps) {
  const { strategies } = useOptions();
  const update = useUpdateSearch();
  const known = strategies.find((one) => one.name === name);
  return (
    <Tooltip label={known?.description} disabled={!known || disabled} position="right" openDelay={600}>
      <UnstyledButton
        role="radio"
        aria-checked={name === chosen}
        disabled={disabled}
        className={classes.row}
        onClick={() => {
          update({ strategy: name }, { replace: true });
        }}
      >
        <span className={classes.title}>
          {titleOfStrategy(strategies, name)}
          <code>{name}</code>
        </span>
        {children}
      </UnstyledButton>
    </Tooltip>
  );
}
