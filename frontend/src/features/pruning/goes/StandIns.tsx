import { Button, Group, Skeleton, Text } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { ErrorMessage } from '../../../client/ErrorMessage';
import { whatGoesQuery } from '../../../client/goesQueries';
import type { StandIn } from '../../../client/types';
import type { Plan } from '../../../selection/plan';
import { ClassSelect } from '../../../selection/ClassSelect';
import { className, useAnalysisPage } from '../../../selection/page';
import { useSearchPart } from '../../../selection/useAnalysisSearch';
import { formatCount, formatNumberOf, formatSimilarity } from '../../../shared/format';
import { Message } from '../../../shared/Message';
import { Thumb } from './Thumb';
import classes from './WhatGoes.module.css';

/** The samples that stay, and for whom of those that go each of them stands. */
export function StandIns({ plan }: { plan: Plan }) {
  const { analysis } = useAnalysisPage();
  const label = useSearchPart((search) => search.class);
  const { data, error, hasNextPage, fetchNextPage, isFetching } = useInfiniteQuery(
    whatGoesQuery(analysis.id, plan.choice, label),
  );
  if (error) return <ErrorMessage error={error} />;
  const first = data?.pages[0];
  if (!data || !first) return <Skeleton height={240} />;
  const groups = data.pages.flatMap((page) => page.groups);
  if (plan.pruned.length === 0)
    return (
      <Message title="Nothing goes">
        <p>Keep less than all to see who stands for whom.</p>
      </Message>
    );
  return (
    <div aria-busy={isFetching}>
      <Group gap="sm" mb="xs">
        <ClassSelect />
        <Text size="sm" c="dimmed" className="numbers" role="status">
          {formatNumberOf(first.going, 'sample goes', 'samples go')}
          {first.alone > 0 &&
            `; of ${formatCount(first.alone)} nobody is known that stays, is of the same class and near`}
        </Text>
      </Group>
      <ol className={classes.groups}>
        {groups.map((group) => (
          <li key={`${String(group.stands)} ${String(group.label)}`}>
            <GroupRow group={group} />
          </li>
        ))}
      </ol>
      {hasNextPage && (
        <Group justify="center" mt="sm">
          <Button size="xs" variant="default" loading={isFetching} onClick={() => void fetchNextPage()}>
            Show more ({formatCount(groups.length)} of {formatCount(first.total)})
          </Button>
        </Group>
      )}
    </div>
  );
}

function GroupRow({ group: { stands, label, count, members } }: { group: StandIn }) {
  const { classNames } = useAnalysisPage();
  const likes = members.flatMap(({ similarity }) => (similarity === null ? [] : [similarity]));
  const these = count === 1 ? 'this one' : `these ${formatCount(count)}`;
  const more = count - members.length;
  return (
    <div className={classes.group}>
      {stands === null ? <span className={classes.nobody}>?</span> : <Thumb index={stands} size={72} />}
      <div className={classes.words}>
        <strong>
          {stands === null ? `Nobody is known to stay for ${these}` : `${String(stands)} stays for ${these}`}
        </strong>
        <span className="muted numbers">
          {className(classNames, label)}
          {likes.length > 0 &&
            `, similarity ${formatSimilarity(Math.min(...likes))} to ${formatSimilarity(Math.max(...likes))}`}
        </span>
      </div>
      <div className={classes.strip}>
        {members.map(({ index, similarity }) => (
          <Thumb key={index} index={index} similarity={similarity} />
        ))}
        {more > 0 && <span className="muted numbers">and {formatCount(more)} more</span>}
      </div>
    </div>
  );
}
