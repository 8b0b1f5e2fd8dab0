import { useMemo } from 'react';
import { ClassMeanBars } from '../classMeans/ClassMeanBars';
import { useAnalysisPage } from '../page';
import { useAnalysisSearch } from '../useAnalysisSearch';
import { useEffectOfSample } from '../useEffectOfSample';
import { classMeans } from './classMeans';
import { Facet } from './Facet';

const MOST_SHOWN = 24;

/** What learning the chosen sample does to each class on average: blue helps, orange hurts. */
export function EffectFacet() {
  const { samples, classNames } = useAnalysisPage();
  const [search] = useAnalysisSearch();
  const { effect } = useEffectOfSample(search.effect !== 'off');
  const means = useMemo(
    () => effect && classMeans(effect, samples, classNames.length),
    [effect, samples, classNames],
  );
  if (!effect || !means) return null;
  return (
    <Facet
      title={`Learning sample ${String(effect.index)}: mean effect on each class`}
      help={[
        'The mean of c to the samples of a class. Blue: learning it helps them; orange: it hurts them.',
        effect.words,
      ]
        .filter(Boolean)
        .join(' ')}
      chosen={undefined}
      onClear={() => undefined}
    >
      <ClassMeanBars means={means} most={MOST_SHOWN} />
    </Facet>
  );
}
