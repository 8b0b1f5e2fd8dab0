import { useAnalysisPage } from '../page';
import { IMAGES } from './modalities/images';
import { ROWS } from './modalities/rows';
import { TEXTS } from './modalities/texts';
import type { Modality } from './modality';

const MODALITIES: Record<string, Modality> = { images: IMAGES, texts: TEXTS, rows: ROWS };

/** How samples of a kind are shown: a new one is one line here. */
export function modalityOf({ modality }: { modality: string }): Modality {
  const found = MODALITIES[modality];
  if (!found) throw new Error(`This page cannot show ${modality}: it is older than its server.`);
  return found;
}

/** Of the samples of the analysis that is looked at. */
export function useModality(): Modality {
  return modalityOf(useAnalysisPage().analysis);
}
