import {
  ActionIcon,
  Button,
  Checkbox,
  convertCssVariables,
  createTheme,
  DEFAULT_THEME,
  defaultCssVariablesResolver,
  defaultVariantColorsResolver,
  type MantineColorsTuple,
  Modal,
  mergeMantineTheme,
  NativeSelect,
  SegmentedControl,
  Textarea,
  TextInput,
} from '@mantine/core';

const blue: MantineColorsTuple = [
  '#e9f2fc',
  '#d3e5f8',
  '#a9cef4',
  '#7db6ff',
  '#4f97e6',
  '#2c7bd0',
  '#176bbf',
  '#0b5cad',
  '#084b8f',
  '#053a71',
];

const slate: MantineColorsTuple = [
  '#e8edf3',
  '#c8d2dd',
  '#a9b5c3',
  '#8694a4',
  '#3b4858',
  '#2a3644',
  '#1d2731',
  '#161e27',
  '#0e141b',
  '#0a0f14',
];

/** Contrast of at least 4.5 for text on and in the primary colour, in both schemes. */
export const theme = createTheme({
  primaryColor: 'scope',
  colors: { scope: blue, dark: slate },
  primaryShade: { light: 7, dark: 3 },
  autoContrast: true,
  luminanceThreshold: 0.35,
  // Mantine chooses the text of a filled button for the light scheme only; these follow the scheme.
  variantColorResolver: (input) => {
    const colors = defaultVariantColorsResolver(input);
    if (input.variant !== 'filled') return colors;
    if (input.color !== 'red') return { ...colors, color: 'var(--c-on-accent)' };
    return { ...colors, background: 'var(--c-violation)', hover: 'var(--c-violation)', color: 'var(--c-canvas)' };
  },
  fontFamily: 'var(--font)',
  fontFamilyMonospace: 'var(--font-mono)',
  defaultRadius: 6,
  cursorType: 'pointer',
  respectReducedMotion: true,
  components: {
    Button: Button.extend({ defaultProps: { size: 'xs' } }),
    ActionIcon: ActionIcon.extend({ defaultProps: { variant: 'default', size: 30 } }),
    TextInput: TextInput.extend({ defaultProps: { size: 'xs' } }),
    Textarea: Textarea.extend({ defaultProps: { size: 'xs' } }),
    NativeSelect: NativeSelect.extend({ defaultProps: { size: 'xs' } }),
    Checkbox: Checkbox.extend({ defaultProps: { size: 'xs', iconColor: 'var(--c-on-accent)' } }),
    SegmentedControl: SegmentedControl.extend({ defaultProps: { size: 'xs' } }),
    // The scroll lock would insert a style element, which the content policy forbids.
    Modal: Modal.extend({
      defaultProps: { lockScroll: false, centered: true, closeButtonProps: { 'aria-label': 'Close' } },
    }),
  },
});

/**
 * Adds the theme's CSS variables through the CSS object model. Mantine itself would insert a style element, which a
 * content policy without nonces forbids.
 */
export function installThemeVariables(): void {
  const variables = defaultCssVariablesResolver(mergeMantineTheme(DEFAULT_THEME, theme));
  const ours = {
    '--mantine-color-dimmed': 'var(--c-muted)',
    '--mantine-color-placeholder': 'var(--c-muted)',
    '--mantine-color-text': 'var(--c-text)',
    '--mantine-color-error': 'var(--c-violation)',
  };
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(
    convertCssVariables(
      {
        variables: variables.variables,
        light: { ...variables.light, ...ours, '--mantine-color-scheme': 'light' },
        dark: {
          ...variables.dark,
          ...ours,
          '--mantine-color-scheme': 'dark',
          '--mantine-color-body': 'var(--c-surface)',
        },
      },
      ':root',
    ),
  );
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
}
