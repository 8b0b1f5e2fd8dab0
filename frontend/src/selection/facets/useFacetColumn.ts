import { EFFECT, type Column } from '../scores';
import { useColumn } from '../useColumns';
import { useEffectOfSample } from '../useEffectOfSample';

/** The numbers behind a facet, where they are `wanted`; what the chosen sample does is one of them. */
export function useFacetColumn(name: string, wanted: boolean): Column | undefined {
  const column = useColumn(wanted && name !== EFFECT ? name : undefined);
  const { effect } = useEffectOfSample(wanted && name === EFFECT);
  return name === EFFECT ? effect?.similarity : column;
}
