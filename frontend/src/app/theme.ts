import { createTheme, localStorageColorSchemeManager, type MantineColorsTuple } from '@mantine/core';

const indigo: MantineColorsTuple = [
  '#eeedfb',
  '#d8d6f6',
  '#b4b0ee',
  '#918be5',
  '#756ddc',
  '#635ad4',
  '#584fcf',
  '#4f46c9',
  '#433bae',
  '#352e8c',
];

const dark: MantineColorsTuple = [
  '#e6e9ef',
  '#c3cad6',
  '#9ba5b6',
  '#6b7587',
  '#2a303c',
  '#232832',
  '#191d26',
  '#11141a',
  '#0e1116',
  '#0a0c10',
];

/** The key that public/colour-scheme.js reads before the first paint. */
export const colourSchemeManager = localStorageColorSchemeManager({ key: 'lpntk-colour-scheme' });

export const theme = createTheme({
  primaryColor: 'indigo',
  primaryShade: { light: 7, dark: 5 },
  colors: { indigo, dark },
  defaultRadius: 'md',
  fontFamily: "'Inter Variable', system-ui, sans-serif",
  fontFamilyMonospace: 'ui-monospace, SFMono-Regular, Menlo, Consolas, monospace',
  fontSizes: { xs: '12px', sm: '13px', md: '14px', lg: '16px', xl: '18px' },
  headings: {
    fontWeight: '600',
    sizes: {
      h1: { fontSize: '22px', lineHeight: '1.3' },
      h2: { fontSize: '16px', lineHeight: '1.4' },
      h3: { fontSize: '14px', lineHeight: '1.4' },
    },
  },
  respectReducedMotion: true,
  components: {
    Input: { styles: { input: { background: 'var(--surface)' } } },
    Button: { defaultProps: { size: 'sm' } },
    // Under the field, so that fields in a row stand in line.
    InputWrapper: { defaultProps: { inputWrapperOrder: ['label', 'input', 'error', 'description'] } },
    InputDescription: { styles: { description: { fontSize: 12 } } },
    InputError: { styles: { error: { fontSize: 13 } } },
    Select: { defaultProps: { size: 'sm', comboboxProps: { shadow: 'md' } } },
    TextInput: { defaultProps: { size: 'sm' } },
    NumberInput: { defaultProps: { size: 'sm' } },
    Tooltip: { defaultProps: { withArrow: true, openDelay: 300, multiline: true, maw: 320 } },
    Modal: { defaultProps: { closeButtonProps: { 'aria-label': 'Close' } } },
    Menu: { defaultProps: { shadow: 'md', position: 'bottom-end' } },
  },
});
