import { Link } from '@tanstack/react-router';
import type { Neighbour, Relation } from '../../client/types';
import { className, useAnalysisPage } from '../../selection/page';
import { SamplePreview } from '../../selection/preview/SamplePreview';
import { formatSimilarity } from '../../shared/format';
import classes from './NeighbourSection.module.css';

interface NeighbourListProps {
  relation: Relation;
  neighbours: readonly Neighbour[];
  /** Of the sample whose neighbours they are. */
  label: number;
}

/** Neighbours of one relation, each a step further. */
export function NeighbourList({ relation, neighbours, label }: NeighbourListProps) {
  const { classNames } = useAnalysisPage();
  return (
    <ul
      className={classes.neighbours}
      data-relation={relation}
      data-long-names={classNames.some((name) => name.length > 2) || undefined}
    >
      {neighbours.map((neighbour) => (
        <NeighbourLink key={neighbour.index} neighbour={neighbour} label={label} />
      ))}
    </ul>
  );
}

function NeighbourLink({ neighbour, label }: { neighbour: Neighbour; label: number }) {
  const { analysis, classNames } = useAnalysisPage();
  const name = className(classNames, neighbour.label);
  const differs = neighbour.label !== label;
  const similarity = formatSimilarity(neighbour.similarity);
  const words = `Sample ${String(neighbour.index)}, labelled ${name}${differs ? ' (another label)' : ''}, similarity ${similarity}`;
  return (
    <li>
      <Link
        to="."
        search={(previous) => ({ ...previous, sample: neighbour.index })}
        className={classes.neighbour}
        aria-label={words}
        title={words}
        data-differs={differs || undefined}
      >
        <SamplePreview dataset={analysis} index={neighbour.index} size={48} alt="" />
        <span className="numbers">{similarity}</span>
        <span className={classes.label}>{name}</span>
      </Link>
    </li>
  );
}
