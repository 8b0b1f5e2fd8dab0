import { useLocalStorage } from '@mantine/hooks';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { Sample, Score } from '../../client/types';
import { className, useAnalysisPage } from '../../selection/page';
import { useModality } from '../../selection/preview/modalities';
import { byGroup, scoreText } from '../../selection/scores';
import { useScores } from '../../selection/useScores';
import { formatMeasure } from '../../shared/format';
import { valueAt } from '../../shared/valueAt';
import { FullSample } from './FullSample';
import classes from './SampleFacts.module.css';

const LINE = 20;
const LINES_BEFORE = 3;
const FEWEST_BESIDE = 5;

/** How many scores have room beside the image; the groups after those that fit are folded. */
function scoresBeside(size: number): number {
  return Math.max(FEWEST_BESIDE, Math.floor(size / LINE) - LINES_BEFORE);
}

/** Of scores, and of columns of one's own. */
type Values = Readonly<Record<string, number | string | null>>;

interface SampleFactsProps {
  row: number;
  /** While it is on its way, undefined. */
  sample: Sample | undefined;
  /** Side of the image in CSS pixels. */
  size: number;
}

/** The sample, large, with what is known of it. */
export function SampleFacts({ row, sample, size }: SampleFactsProps) {
  const values = sample && { ...sample.scores, ...sample.own };
  const groups = byGroup(useScores());
  let fitting = 0;
  for (let room = scoresBeside(size); fitting < groups.length; fitting++) {
    room -= groups[fitting]?.[1].length ?? 0;
    if (room < 0) break;
  }
  const beside = groups.slice(0, fitting).flatMap(([, scores]) => scores);
  const { isWide } = useModality();
  const { samples, classNames } = useAnalysisPage();
  const label = valueAt(samples.label, row);
  const predicted = valueAt(samples.predicted, row);
  const name = className(classNames, label);
  return (
    <>
      <div className={classes.facts} data-wide={isWide || undefined}>
        <FullSample row={row} size={size} location={sample?.location} />
        <dl className="numbers">
          <Fact term="Label" help="The class that the data set gives it.">
            {name}
          </Fact>
          <Fact term="Predicted" help="The class that the classifier gives it at the checkpoint.">
            <span data-wrong={predicted !== label || undefined}>{className(classNames, predicted)}</span>
          </Fact>
          <ClusterFact row={row} />
          <ScoreFacts scores={beside} values={values} />
        </dl>
      </div>
      {groups.length > fitting && <MoreScores groups={groups.slice(fitting)} values={values} />}
    </>
  );
}

interface ScoreFactsProps {
  scores: readonly Score[];
  values: Values | undefined;
}

function ScoreFacts({ scores, values }: ScoreFactsProps) {
  return scores.map((score) => (
    <Fact key={score.name} term={score.title} help={score.help}>
      {scoreText(score, values?.[score.name])}
    </Fact>
  ));
}

interface MoreScoresProps {
  groups: readonly [string, readonly Score[]][];
  values: Values | undefined;
}

/** The other scores, group by group; whether they are unfolded holds for every sample. */
function MoreScores({ groups, values }: MoreScoresProps) {
  const [isOpen, setOpen] = useLocalStorage({
    key: 'lpntk-more-scores',
    defaultValue: false,
    getInitialValueInEffect: false,
  });
  return (
    <details
      className={classes.more}
      open={isOpen}
      onToggle={(event) => {
        setOpen(event.currentTarget.open);
      }}
    >
      <summary>More scores</summary>
      {isOpen && (
        <div className={classes.groups}>
          {groups.map(([group, scores]) => (
            <section key={group} aria-label={group}>
              <h3>{group}</h3>
              <dl className="numbers">
                <ScoreFacts scores={scores} values={values} />
              </dl>
            </section>
          ))}
        </div>
      )}
    </details>
  );
}

function ClusterFact({ row }: { row: number }) {
  const { samples } = useAnalysisPage();
  const head = valueAt(samples.head, row);
  const similarity = valueAt(samples.head_similarity, row);
  return (
    <Fact
      term="Cluster"
      help={`The samples of its class that are most like the same head.${
        Number.isNaN(similarity) ? '' : ` Its similarity to the head is ${formatMeasure(similarity)}.`
      }`}
    >
      <Link
        from="/analyses/$analysisId"
        to="/analyses/$analysisId/images"
        search={(previous) => ({ ...previous, cluster: head, class: undefined })}
      >
        {head === samples.index[row] ? 'its own head' : `head ${String(head)}`}
      </Link>
    </Fact>
  );
}

function Fact({ term, help, children }: { term: string; help: string; children: ReactNode }) {
  return (
    <div title={help}>
      <dt>{term}</dt>
      <dd>{children}</dd>
    </div>
  );
}
