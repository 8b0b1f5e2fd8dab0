import { ImagePreview } from '../ImagePreview';
import { LargePreview } from '../LargePreview';
import type { Modality } from '../modality';
import { thumbnailsOf } from '../thumbnails';

export const IMAGES: Modality = {
  one: 'image',
  frame: (side) => ({ width: side, height: side }),
  Card: ImagePreview,
  Sharp: LargePreview,
  Whole: LargePreview,
  ahead: thumbnailsOf,
  onMap: (dataset) => {
    const thumbnails = thumbnailsOf(dataset);
    return {
      get: (index) => {
        const found = thumbnails.get(index);
        return found === 'missing' ? undefined : found;
      },
      want: (indices) => {
        thumbnails.want(indices);
      },
      watch: (listener) => thumbnails.watch(listener),
    };
  },
  isWide: false,
  hasWords: false,
  hasPixels: true,
};
