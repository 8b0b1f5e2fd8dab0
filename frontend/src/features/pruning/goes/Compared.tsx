import { MultiSelect, Skeleton, Table, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { ErrorMessage } from '../../../client/ErrorMessage';
import { planOverlapQuery } from '../../../client/goesQueries';
import { useOptions } from '../../../client/options';
import type { PlanOverlap } from '../../../client/types';
import type { Plan } from '../../../selection/plan';
import { className, useAnalysisPage } from '../../../selection/page';
import { useSearchPart, useUpdateSearch } from '../../../selection/useAnalysisSearch';
import { formatCount, formatShare } from '../../../shared/format';
import { Thumb } from './Thumb';
import classes from './WhatGoes.module.css';

/** As many as the server takes, this plan's own among them. */
const MOST_OTHERS = 7;
/** What a strategy is measured by where nothing else is asked for. */
const YARDSTICK = 'random';
const SHOWN = 100;
const CLASSES_NAMED = 3;

/** Where other strategies drop others at the same share. */
export function Compared({ plan }: { plan: Plan }) {
  const { analysis } = useAnalysisPage();
  const { strategies } = useOptions();
  const beside = useSearchPart((search) => search.beside) ?? '';
  const update = useUpdateSearch();
  const { choice } = plan;
  const others = useMemo(() => {
    const known = strategies.map(({ name }) => name).filter((name) => name !== choice.strategy);
    const chosen = beside.split(',').filter((name) => known.includes(name));
    if (chosen.length > 0) return chosen.slice(0, MOST_OTHERS);
    return known.includes(YARDSTICK) ? [YARDSTICK] : known.slice(0, 1);
  }, [strategies, beside, choice.strategy]);
  const { data, error, isFetching } = useQuery(planOverlapQuery(analysis.id, choice, others));
  return (
    <>
      <MultiSelect
        label="Compared with"
        description="Samples are shown of the first."
        searchable
        maxValues={MOST_OTHERS}
        maw={520}
        mb="sm"
        size="sm"
        data={strategies
          .filter(({ name }) => name !== plan.choice.strategy)
          .map(({ name, title }) => ({ value: name, label: title }))}
        value={others}
        onChange={(names) => {
          update({ beside: names.length > 0 ? names.join(',') : undefined }, { replace: true });
        }}
      />
      {error ? (
        <ErrorMessage error={error} />
      ) : data ? (
        <div aria-busy={isFetching}>
          <Overlap data={data} />
        </div>
      ) : (
        <Skeleton height={240} />
      )}
    </>
  );
}

function Overlap({ data }: { data: PlanOverlap }) {
  const { strategies } = useOptions();
  const titleOf = (name: string) => strategies.find((one) => one.name === name)?.title ?? name;
  const [first = '', second = ''] = data.strategies;
  return (
    <>
      <Text mb="sm" role="status">
        {data.words}
      </Text>
      <div className={classes.strips}>
        <Strip
          title={`Goes only with ${titleOf(first)}`}
          indices={data.only_first}
          count={data.only_first_count}
          perClass={data.per_class.map(({ label, only_first }) => [label, only_first])}
        />
        <Strip
          title={`Goes only with ${titleOf(second)}`}
          indices={data.only_second}
          count={data.only_second_count}
          perClass={data.per_class.map(({ label, only_second }) => [label, only_second])}
        />
      </div>
      {data.strategies.length > 2 && (
        <Table.ScrollContainer minWidth={360}>
          <Table mt="md" withRowBorders={false} className={classes.table} aria-label="Overlap of what goes">
            <Table.Thead>
              <Table.Tr>
                <Table.Th>Share of what either drops that both drop</Table.Th>
                {data.strategies.map((name) => (
                  <Table.Th key={name}>{titleOf(name)}</Table.Th>
                ))}
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {data.strategies.map((name, row) => (
                <Table.Tr key={name}>
                  <Table.Th scope="row">{titleOf(name)}</Table.Th>
                  {data.overlap[row]?.map((share, column) => (
                    <Table.Td key={data.strategies[column]} className="numbers">
                      {formatShare(share, 0)}
                    </Table.Td>
                  ))}
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
    </>
  );
}

interface StripProps {
  title: string;
  /** Those that go first at the front; not all of many. */
  indices: readonly number[];
  count: number;
  perClass: readonly (readonly [label: number, count: number])[];
}

function Strip({ title, indices, count, perClass }: StripProps) {
  const { classNames } = useAnalysisPage();
  const most = perClass
    .filter(([, n]) => n > 0)
    .sort(([, one], [, other]) => other - one)
    .slice(0, CLASSES_NAMED)
    .map(([label, n]) => `${className(classNames, label)} (${formatCount(n)})`);
  const shown = indices.slice(0, SHOWN);
  return (
    <section aria-label={title}>
      <p className="numbers">
        <strong>{title}</strong> <span className="muted">{formatCount(count)}</span>
        {most.length > 0 && <span className="muted">, most of class {most.join(', ')}</span>}
      </p>
      <div className={classes.scroll}>
        {shown.map((index) => (
          <Thumb key={index} index={index} />
        ))}
        {count > shown.length && (
          <span className="muted numbers">and {formatCount(count - shown.length)} more</span>
        )}
        {count === 0 && <span className="muted">None</span>}
      </div>
    </section>
  );
}
