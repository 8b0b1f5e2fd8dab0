import { UnstyledButton } from '@mantine/core';
import { useViewportSize } from '@mantine/hooks';
import { useQueries } from '@tanstack/react-query';
import { useEffect, useMemo, useRef, useState } from 'react';
import { sampleQuery } from '../../../client/queries';
import type { Sample } from '../../../client/types';
import { className, useAnalysisPage } from '../../../selection/page';
import { SamplePreview } from '../../../selection/preview/SamplePreview';
import { holds, ruleText, type Rule } from '../../../selection/relations';
import { useAnalysisSearch } from '../../../selection/useAnalysisSearch';
import { useRules } from '../../../selection/useRules';
import { VisuallyHidden } from '../../../shared/VisuallyHidden';
import { formatSimilarity } from '../../../shared/format';
import { valueAt } from '../../../shared/valueAt';
import { towards } from '../directions';
import { useRoving } from '../useRoving';
import { AROUND, isSpoke, pictureOf, type Edge, type Node, type Tie } from './graph';
import classes from './Look.module.css';

/** Sides of the images from the middle outwards, in a field as wide as this. */
const SIZES = [112, 64, 44];
const USUAL_WIDTH = 1250;

/** The sample in the middle of its neighbours and theirs: a click leads on. */
export function Graph({ sample }: { sample: Sample }) {
  const rule = useRules().find(({ relation }) => relation === 'interchangeable');
  const strongest = useStrongest(sample);
  const picture = useMemo(() => pictureOf(sample.index, strongest), [sample.index, strongest]);
  const { active, choose, holder } = useRoving(picture.nodes.length, towards);
  const [lit, light] = useState<number>();
  const field = useRef<HTMLDivElement>(null);
  const { width } = useViewportSize();
  const scale = Math.min(1.5, Math.max(0.7, width / USUAL_WIDTH));
  useEffect(() => {
    // After a step the keys go on from the middle.
    choose(0);
    field.current?.querySelector<HTMLElement>('[data-ring="0"]')?.focus({ preventScroll: true });
  }, [sample.index, choose]);
  if (!rule) return null;
  return (
    <div className={classes.graph}>
      <p>
        Around the sample stand the {AROUND} whose learning helps it most, outside those that help them most.
        A line joins what is interchangeable ({ruleText(rule)}), a dashed one what comes nearest to it. Click
        one, or go there with the arrow keys and press Enter, to walk on; Back walks back.
      </p>
      <div ref={field} className={classes.field} role="group" aria-label="Graph of neighbours" {...holder}>
        <svg viewBox="-1.08 -1.1 2.16 2.2" preserveAspectRatio="none" aria-hidden>
          {picture.edges.map((edge) => (
            <Line
              key={`${String(edge.from.index)}-${String(edge.to.index)}`}
              edge={edge}
              rule={rule}
              isLit={edge.from.index === lit || edge.to.index === lit}
            />
          ))}
        </svg>
        {picture.nodes.map((node, place) => (
          <NodeButton
            key={node.index}
            node={node}
            isStop={place === active}
            label={sample.label}
            scale={scale}
            onPoint={light}
          />
        ))}
      </div>
    </div>
  );
}

/** The strongest neighbours of a sample, and of each of them as they come. */
function useStrongest(sample: Sample): ReadonlyMap<number, readonly Tie[]> {
  const { analysis } = useAnalysisPage();
  const around = sample.neighbours.interchangeable.slice(0, AROUND);
  const found = useQueries({
    queries: around.map(({ index }) => sampleQuery(analysis.id, index, false)),
    combine: (results) => results.flatMap(({ data }) => data ?? []),
  });
  return useMemo(
    () => new Map([sample, ...found].map((one) => [one.index, one.neighbours.interchangeable])),
    [sample, found],
  );
}

interface LineProps {
  edge: Edge;
  rule: Rule;
  /** Whether it leads to the node under the pointer. */
  isLit: boolean;
}

function Line({ edge, rule, isLit }: LineProps) {
  const { from, to, similarity } = edge;
  const isStrong = holds(rule, similarity);
  if (!isStrong && !isSpoke(edge)) return null;
  return (
    <line
      x1={from.x}
      y1={from.y}
      x2={to.x}
      y2={to.y}
      data-weak={!isStrong || undefined}
      strokeOpacity={isLit ? 1 : isSpoke(edge) ? 0.8 : 0.16}
    />
  );
}

interface NodeButtonProps {
  node: Node;
  isStop: boolean;
  /** Of the sample in the middle. */
  label: number;
  scale: number;
  onPoint: (index: number | undefined) => void;
}

function NodeButton({ node, isStop, label, scale, onPoint }: NodeButtonProps) {
  const { analysis, classNames, samples, rowOf } = useAnalysisPage();
  const [, update] = useAnalysisSearch();
  const { index, ring, of, similarity, x, y } = node;
  const row = rowOf.get(index);
  if (row === undefined) return null;
  const given = valueAt(samples.label, row);
  const name = className(classNames, given);
  const c = formatSimilarity(similarity);
  const relation = ring === 0 ? ', in the middle' : `, similarity ${c} to sample ${String(of)}`;
  const words = `Sample ${String(index)}, labelled ${name}${relation}`;
  return (
    <UnstyledButton
      className={classes.node}
      style={{ left: place(x, 1.08), top: place(y, 1.1) }}
      tabIndex={isStop ? 0 : -1}
      data-item
      data-ring={ring}
      data-autofocus={ring === 0 || undefined}
      data-differs={given !== label || undefined}
      data-index={index}
      title={words}
      onPointerEnter={() => {
        onPoint(index);
      }}
      onPointerLeave={() => {
        onPoint(undefined);
      }}
      onClick={() => {
        update({ sample: index });
      }}
    >
      <SamplePreview
        dataset={analysis}
        index={index}
        size={Math.round(scale * valueAt(SIZES, ring))}
        alt=""
      />
      <span>
        <VisuallyHidden>Sample {index}, labelled</VisuallyHidden> <strong>{name}</strong>
        {ring > 0 && (
          <>
            <VisuallyHidden>, similarity to sample {of}:</VisuallyHidden> <span className="numbers">{c}</span>
          </>
        )}
      </span>
    </UnstyledButton>
  );
}

/** Where a coordinate lies in the field, whose edge is at `edge`. */
function place(coordinate: number, edge: number): string {
  return `${String(50 + (50 * coordinate) / edge)}%`;
}
