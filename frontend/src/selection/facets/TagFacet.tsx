import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { tagRowsQuery, tagsQuery } from '../../client/keeping';
import { classColour, useColours } from '../../shared/palette';
import { useAnalysisPage } from '../page';
import { countsIn } from '../tags/tagged';
import { ManageTags } from '../tags/ManageTags';
import { useAnalysisSearch } from '../useAnalysisSearch';
import { useFiltered } from '../useFiltered';
import { BarList } from './BarList';
import { Facet } from './Facet';

/** The tags that people gave to samples. */
export function TagFacet() {
  const { analysis } = useAnalysisPage();
  const [search, update] = useAnalysisSearch();
  const { passes } = useFiltered();
  const colours = useColours();
  const { data: tags } = useQuery(tagsQuery(analysis.id));
  const { data: rows } = useQuery(tagRowsQuery(analysis.id));
  const [managing, manage] = useDisclosure(false);
  const passing = useMemo(() => rows && countsIn(rows, passes), [rows, passes]);
  if (!tags || tags.length === 0) return null;
  const choose = (place: number | undefined) => {
    update({ tag: place === undefined ? undefined : tags[place]?.name });
  };
  const place = tags.findIndex(({ name }) => name === search.tag);
  return (
    <Facet
      title="Tags"
      help="What people called samples of this data, in this analysis or another."
      chosen={search.tag}
      onClear={() => {
        choose(undefined);
      }}
    >
      <BarList
        label="Tags"
        bars={tags.map(({ name, count, colour }, value) => ({
          value,
          name,
          total: count,
          passing: passing?.get(name) ?? 0,
          colour: classColour(colours, colour),
        }))}
        chosen={place < 0 ? undefined : place}
        onChoose={choose}
      />
      <Button size="compact-xs" variant="subtle" onClick={manage.open}>
        Rename or delete tags
      </Button>
      <ManageTags opened={managing} onClose={manage.close} />
    </Facet>
  );
}
