import type { ComponentType } from 'react';
import type { DatasetIdentity } from '../../client/urls';
import type { PreviewProps, WholeProps } from './props';
import type { Thumbnail } from './thumbnails';

export interface Frame {
  width: number;
  height: number;
}

/** What has samples come before they are in sight. */
export interface Ahead {
  want: (indices: Iterable<number>, when?: 'now' | 'later') => void;
  forgetLater: () => void;
}

/** What of a sample the map draws in its place; nothing while it is on its way, or cannot be had. */
export type Drawn = Thumbnail | { words: string } | undefined;

export interface OnMap {
  get: (index: number) => Drawn;
  want: (indices: Iterable<number>) => void;
  /** Calls whenever some have come. */
  watch: (listener: () => void) => () => void;
}

/** What the page has to know of a kind of samples: each is a file in `modalities/`. */
export interface Modality {
  /** What a sample is called; several have an s more. */
  one: string;
  /** The room of one where an image would be a square of a side. */
  frame: (side: number) => Frame;
  /** One sample in its frame. */
  Card: ComponentType<PreviewProps>;
  /** The same as sharp as it can be had. */
  Sharp: ComponentType<PreviewProps>;
  /** All of one sample, where it has the place to itself. */
  Whole: ComponentType<WholeProps>;
  ahead: (dataset: DatasetIdentity) => Ahead;
  onMap: (dataset: DatasetIdentity) => OnMap;
  /** Whether the facts on a sample stand below it, as it takes the width. */
  isWide: boolean;
  /** Whether one searches in it. */
  hasWords: boolean;
  /** Whether it has a size of its own, a mean with others, and whatever else is made of pixels. */
  hasPixels: boolean;
}
