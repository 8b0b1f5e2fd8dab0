import { SegmentedControl } from '@mantine/core';
import { useMemo, useState } from 'react';
import { formatNumberOf } from '../../shared/format';
import { ConfusionMatrix } from '../confusion/ConfusionMatrix';
import { confusionOf } from '../confusion/confusion';
import { useAnalysisPage } from '../page';
import { useAnalysisSearch } from '../useAnalysisSearch';
import { useColumn } from '../useColumns';
import { useFiltered } from '../useFiltered';
import { Facet } from './Facet';

type Other = 'predicted' | 'suggested';

const SAYS: Record<Other, { title: string; words: string }> = {
  predicted: { title: 'Predicted', words: 'predicted' },
  suggested: { title: 'Left-out', words: 'the others say' },
};

/** Given classes by what the classifier, or the others, take them for; a cell filters by both. */
export function ConfusionFacet() {
  const { samples, classNames, columns } = useAnalysisPage();
  const [search, update] = useAnalysisSearch();
  const { passes } = useFiltered();
  const [chosen, choose] = useState<Other>(search.suggested === undefined ? 'predicted' : 'suggested');
  const canSuggest = columns.suggested !== undefined;
  const other = canSuggest ? chosen : 'predicted';
  const suggested = useColumn(other === 'suggested' ? 'suggested' : undefined);
  const labels = other === 'predicted' ? samples.predicted : suggested;
  const counts = useMemo(() => {
    if (!labels) return undefined;
    const of = (mask?: Uint8Array) => confusionOf(samples.label, labels, classNames.length, mask);
    return { all: of(), confusion: of(passes) };
  }, [samples, labels, classNames, passes]);
  const isOn = search.class !== undefined && search[other] !== undefined;
  const isChosen = (given: number, as: number) => search.class === given && search[other] === as;
  return (
    <Facet
      title="Confusion"
      help="Given classes down, by what they are taken for across. Few are coloured as strongly as many on the diagonal."
      chosen={
        isOn ? `${classNames[search.class ?? 0] ?? ''} as ${classNames[search[other] ?? 0] ?? ''}` : undefined
      }
      onClear={() => {
        update({ class: undefined, [other]: undefined });
      }}
    >
      {canSuggest && (
        <SegmentedControl
          size="xs"
          fullWidth
          mb={6}
          aria-label="What the given classes are compared with"
          value={other}
          data={(['predicted', 'suggested'] as const).map((value) => ({ value, label: SAYS[value].title }))}
          onChange={(value) => {
            choose(value);
          }}
        />
      )}
      {counts && (
        <ConfusionMatrix
          {...counts}
          label={`Given class by ${SAYS[other].title.toLowerCase()} class`}
          words={(count, given, as) =>
            `${formatNumberOf(count, 'sample')} labelled ${given}, ${SAYS[other].words} ${as}`
          }
          isChosen={isChosen}
          onToggle={(given, as) => {
            update(
              isChosen(given, as)
                ? { class: undefined, [other]: undefined }
                : { class: given, predicted: undefined, suggested: undefined, [other]: as },
            );
          }}
        />
      )}
    </Facet>
  );
}
