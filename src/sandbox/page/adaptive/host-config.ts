import { HostConfig } from 'adaptivecards';

// Colours are Fluent UI's tokens, which are CSS variables on the page: light, dark and high contrast
// change without a card being drawn anew. Sizes are those of Teams' own host configuration.
const token = (name: string) => `var(--${name})`;

const tone = (name: string) => ({ default: token(name), subtle: token(name) });

const foregroundColors = {
  default: { default: token('colorNeutralForeground1'), subtle: token('colorNeutralForeground3') },
  dark: { default: token('colorNeutralForeground1'), subtle: token('colorNeutralForeground3') },
  light: tone('colorNeutralForegroundOnBrand'),
  accent: tone('colorBrandForeground1'),
  good: tone('colorStatusSuccessForeground1'),
  warning: tone('colorStatusWarningForeground1'),
  attention: tone('colorStatusDangerForeground1'),
};

const container = (background: string) => ({
  backgroundColor: token(background),
  borderColor: token('colorNeutralStroke2'),
  foregroundColors,
});

const label = { color: 'default', size: 'default', isSubtle: false, weight: 'default' };

/** How cards look in this page's Teams. */
export const hostConfig = new HostConfig({
  supportsInteractivity: true,
  fontTypes: {
    default: {
      fontFamily: token('fontFamilyBase'),
      fontSizes: { small: 12, default: 14, medium: 14, large: 18, extraLarge: 24 },
      fontWeights: { lighter: 400, default: 400, bolder: 600 },
    },
    monospace: {
      fontFamily: token('fontFamilyMonospace'),
      fontSizes: { small: 12, default: 14, medium: 14, large: 18, extraLarge: 24 },
      fontWeights: { lighter: 400, default: 400, bolder: 600 },
    },
  },
  lineHeights: { small: 16, default: 20, medium: 20, large: 24, extraLarge: 32 },
  spacing: { small: 8, default: 12, medium: 16, large: 20, extraLarge: 24, padding: 16 },
  separator: { lineThickness: 1, lineColor: token('colorNeutralStroke2') },
  imageSizes: { small: 32, medium: 52, large: 100 },
  containerStyles: {
    default: container('colorNeutralBackground1'),
    emphasis: container('colorNeutralBackground3'),
    accent: container('colorBrandBackground2'),
    good: container('colorStatusSuccessBackground1'),
    warning: container('colorStatusWarningBackground1'),
    attention: container('colorStatusDangerBackground1'),
  },
  textBlock: { headingLevel: 3 },
  textStyles: {
    heading: { size: 'large', weight: 'bolder', color: 'default', isSubtle: false },
    columnHeader: { size: 'default', weight: 'bolder', color: 'default', isSubtle: false },
  },
  factSet: {
    title: { ...label, weight: 'bolder', wrap: true, maxWidth: 150 },
    value: { ...label, wrap: true },
    spacing: 12,
  },
  inputs: {
    label: {
      inputSpacing: 'small',
      requiredInputs: { ...label, suffix: ' *', suffixColor: 'attention' },
      optionalInputs: label,
    },
    errorMessage: { color: 'attention', size: 'small', isSubtle: false, weight: 'default' },
  },
  actions: {
    maxActions: 6,
    spacing: 'default',
    // The style sheet keeps buttons apart, also where they go on in a second line.
    buttonSpacing: 0,
    showCard: { actionMode: 'inline', inlineTopMargin: 16, style: 'default' },
    actionsOrientation: 'horizontal',
    actionAlignment: 'left',
    iconPlacement: 'leftOfTitle',
    allowTitleToWrap: true,
    iconSize: 16,
  },
  imageSet: { imageSize: 'medium', maxImageHeight: 100 },
  adaptiveCard: { allowCustomStyle: false },
  table: { cellSpacing: 8 },
});
