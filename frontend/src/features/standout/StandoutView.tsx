import { Button, Skeleton, Title } from '@mantine/core';
import { useElementSize } from '@mantine/hooks';
import { Link } from '@tanstack/react-router';
import { useMemo } from 'react';
import { ErrorMessage } from '../../client/ErrorMessage';
import { useOptions } from '../../client/options';
import { useAnalysisPage } from '../../selection/page';
import { scoreText } from '../../selection/scores';
import { clearFilters } from '../../selection/search';
import { ImageStrip } from '../../selection/strip/ImageStrip';
import { useColumn, useColumnsTogether } from '../../selection/useColumns';
import { useScores } from '../../selection/useScores';
import { formatCount, formatNumberOf } from '../../shared/format';
import { Message } from '../../shared/Message';
import { Beginning } from './Beginning';
import { KINDS, standoutOf, type Standout } from './strips';
import classes from './StandoutView.module.css';
import { useModality } from '../../selection/preview/modalities';

const SIZES = { smallest: 64, largest: 104 };
/** What stands above the lines, and of each line around its images, in CSS pixels. */
const ABOVE = 76;
const AROUND = 118;

/** What is worth a look first: a line of images for each way in which samples stand out. */
export function StandoutView() {
  const { samples, scores } = useAnalysisPage();
  const { one } = useModality();
  const { relations } = useOptions();
  const kinds = useMemo(() => KINDS.filter(({ score }) => scores.includes(score)), [scores]);
  const { data: columns, error } = useColumnsTogether(kinds.map(({ score }) => score));
  const found = useMemo(
    () =>
      columns &&
      kinds.flatMap((kind) => {
        const column = columns.get(kind.score);
        const standout = column && standoutOf(kind, samples, column, relations, one);
        return standout ? [standout] : [];
      }),
    [columns, kinds, samples, relations, one],
  );
  const { ref, height } = useElementSize();
  if (error) return <ErrorMessage error={error} />;
  return (
    <div ref={ref} className={classes.view}>
      <Beginning suspicious={found && (found.find(({ kind }) => kind.name === 'suspicious')?.count ?? 0)} />
      {found
        ? found.map((standout) => (
            <Strip key={standout.kind.name} standout={standout} size={sizeFor(height, found.length)} />
          ))
        : kinds.map(({ name }) => <Skeleton key={name} height={146} />)}
      {found?.length === 0 && <Message title="Nothing stands out" />}
    </div>
  );
}

/** The side of an image with which all lines fill the view, within what is pleasant to look at. */
function sizeFor(height: number, lines: number): number {
  const room = (height - ABOVE) / lines - AROUND;
  return Math.round(Math.min(SIZES.largest, Math.max(SIZES.smallest, room)));
}

interface StripProps {
  standout: Standout;
  size: number;
}

function Strip({ standout: { kind, count, rows, search, words }, size }: StripProps) {
  const { one } = useModality();
  const score = useScores().find(({ name }) => name === kind.score);
  const column = useColumn(kind.score);
  const suggested = useColumn(kind.name === 'suspicious' ? 'suggested' : undefined);
  return (
    <section className={classes.strip} aria-labelledby={`standout-${kind.name}`}>
      <div className={classes.head}>
        <div>
          <Title order={2} id={`standout-${kind.name}`}>
            {kind.title}
          </Title>
          <p className="numbers">{words}</p>
        </div>
        <Button
          size="compact-sm"
          variant="light"
          className={classes.all}
          aria-label={`${kind.title}: show all ${formatNumberOf(count, one)}`}
          renderRoot={(props) => (
            <Link
              {...props}
              from="/analyses/$analysisId"
              to="/analyses/$analysisId/images"
              search={(previous) => ({ ...clearFilters(previous), ...search })}
            />
          )}
        >
          Show all {formatCount(count)}
        </Button>
      </div>
      <ImageStrip
        rows={rows}
        size={size}
        label={kind.title}
        noteOf={score && column && ((row) => scoreText({ ...score, unit: '' }, column[row]))}
        otherClassOf={suggested && ((row) => suggested[row])}
      />
    </section>
  );
}
