/** The colours of classes and numbers, light and dark: those of Python's figures, lightened where dark ones vanish. */

import { useTheme } from './useTheme';

export interface Colours {
  /** Of classes and clusters, again from the first after the last. */
  classes: readonly string[];
  /** What belongs to no group, or has no number. */
  neutral: string;
  stays: string;
  goes: string;
  /** Of a number from its lowest to its highest. */
  sequential: readonly [low: string, middle: string, high: string];
  /** What hurts, does nothing, helps. */
  diverging: readonly [hurts: string, nothing: string, helps: string];
  surface: string;
  text: string;
}

const LIGHT: Colours = {
  classes: [
    '#0d6ebb',
    '#f79c49',
    '#9b4805',
    '#29c4fe',
    '#8b8c14',
    '#8f7de1',
    '#3d7055',
    '#7e4d8a',
    '#c97273',
    '#96c38c',
    '#cea5ca',
    '#589ba7',
  ],
  neutral: '#c3c8d0',
  stays: '#0d6ebb',
  goes: '#e07b1a',
  sequential: ['#b9d7ef', '#0d6ebb', '#0a2a4d'],
  diverging: ['#c8661a', '#dfe2e7', '#0d6ebb'],
  surface: '#ffffff',
  text: '#1a2030',
};

const DARK: Colours = {
  ...LIGHT,
  classes: [
    '#3f97e6',
    '#f79c49',
    '#c0602a',
    '#29c4fe',
    '#a8a92a',
    '#8f7de1',
    '#5fa381',
    '#b27cc0',
    '#c97273',
    '#96c38c',
    '#e0bfdd',
    '#589ba7',
  ],
  neutral: '#4a5262',
  stays: '#4aa8f0',
  goes: '#f79c49',
  sequential: ['#2b5680', '#4aa8f0', '#e3f1fd'],
  diverging: ['#f79c49', '#39404d', '#4aa8f0'],
  surface: '#191d26',
  text: '#e6e9ef',
};

export const COLOURS_OF = { light: LIGHT, dark: DARK };

/** The colours of the page as it is now. */
export function useColours(): Colours {
  return COLOURS_OF[useTheme()];
}

export function classColour({ classes, neutral }: Colours, number: number): string {
  return classes[number % classes.length] ?? neutral;
}
