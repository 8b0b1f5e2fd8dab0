/** All keys of the page, view by view, as the dialog shows them. */

import { KEYS as REVIEW, STEP_KEYS } from '../features/labels/keys';
import type { KeySection } from '../shared/keys/KeysHelp';

export const KEY_SECTIONS: readonly KeySection[] = [
  {
    title: 'Everywhere',
    keys: [
      { keys: ['?'], does: 'Show these keys' },
      { keys: ['Tab'], does: 'To the next control; the first one leads past the header' },
      { keys: ['Esc'], does: 'Close what lies over the page' },
    ],
  },
  {
    title: 'In an analysis',
    keys: [
      { keys: ['Ctrl+Z'], does: 'Undo the last step' },
      { keys: ['Ctrl+Shift+Z', 'Ctrl+Y'], does: 'Redo it' },
      { keys: ['f'], does: 'Show the filters, or put them away (map and grid)' },
    ],
  },
  {
    title: 'Selecting (map and grid)',
    keys: [
      { keys: ['Ctrl+A'], does: 'Select all that pass the filters' },
      { keys: ['n'], does: 'Select the neighbours of the selected, too' },
      { keys: ['i'], does: 'Invert the selection' },
      { keys: ['t'], does: 'Tag the selected' },
      { keys: ['x'], does: 'Clear the selection' },
    ],
  },
  {
    title: 'Map',
    keys: [
      { keys: ['←', '→', '↑', '↓'], does: 'To the next sample in that direction' },
      { keys: ['0'], does: 'Show the whole map' },
      { keys: ['Ctrl+click'], does: 'Select a point, or no longer' },
      { keys: ['Shift+drag'], does: 'Add a box, or with its tool a lasso, to the selection' },
      { keys: ['Alt+drag'], does: 'Take it away from the selection' },
    ],
  },
  {
    title: 'Grid',
    keys: [
      { keys: ['←', '→', '↑', '↓', 'Home', 'End'], does: 'Move; with the panel open the samples pass by' },
      { keys: ['Enter'], does: 'Open the sample in the panel' },
      { keys: ['Space'], does: 'Select it, or no longer' },
      { keys: ['Shift+arrow', 'Shift+click'], does: 'Select all up to there' },
    ],
  },
  {
    title: 'The chosen sample',
    keys: [
      { keys: ['g'], does: 'Go to a sample by its number' },
      { keys: ['←', '→', '↑', '↓'], does: 'Move among the neighbours, or in their graph' },
      { keys: ['Enter'], does: 'Walk on to that neighbour' },
      { keys: ['p'], does: 'Hold that neighbour against the sample' },
      { keys: ['Esc'], does: 'Back to the page, then close the panel' },
    ],
  },
  {
    title: 'Panel of the chosen sample',
    keys: [
      { keys: ['g'], does: 'Go to a sample by its number' },
      { keys: ['←', '→'], does: 'From neighbour to neighbour of a row; Enter opens one' },
      { keys: ['p'], does: 'Hold the neighbour against the chosen sample' },
      { keys: ['Esc'], does: 'Close the pair, the large view, the panel' },
    ],
  },
  {
    title: 'Histograms',
    keys: [{ keys: ['←', '→'], does: 'Move an end of the range' }],
  },
  { title: 'Labels', keys: [...REVIEW, ...STEP_KEYS] },
];
