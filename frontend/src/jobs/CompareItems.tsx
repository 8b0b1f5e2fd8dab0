import { Menu } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { IconColumns2 } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { analysesQuery } from '../client/queries';
import type { Analysis } from '../client/types';

const MOST = 8;

/** The other analyses of the same data, each a way to see both beside each other. */
export function CompareItems({ analysis }: { analysis: Analysis }) {
  const { data: analyses = [] } = useQuery({ ...analysesQuery, enabled: false });
  const others = analyses.filter((other) => isComparable(analysis, other)).slice(0, MOST);
  if (analysis.state !== 'done') return null;
  if (others.length === 0) {
    return (
      <Menu.Item
        disabled
        leftSection={<IconColumns2 size={16} aria-hidden />}
        title="Analyse the same samples again, with another model, label vector or checkpoint, to compare both"
      >
        Compare with … (no other of these samples)
      </Menu.Item>
    );
  }
  return (
    <>
      <Menu.Divider />
      <Menu.Label>Compare with …</Menu.Label>
      {others.map(({ id, name }) => (
        <Menu.Item
          key={id}
          leftSection={<IconColumns2 size={16} aria-hidden />}
          renderRoot={(props) => (
            <Link {...props} to="/compare/$first/$second" params={{ first: analysis.id, second: id }} />
          )}
        >
          {name}
        </Menu.Item>
      ))}
      <Menu.Divider />
    </>
  );
}

function isComparable(one: Analysis, other: Analysis): boolean {
  return (
    one.id !== other.id &&
    one.state === 'done' &&
    other.state === 'done' &&
    one.fingerprint !== null &&
    one.fingerprint === other.fingerprint
  );
}
