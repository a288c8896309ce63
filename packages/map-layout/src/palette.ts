import type { BundleStatus, Glyph } from './map-input.ts';

export type Theme = 'light' | 'dark' | 'grey';

export interface Palette {
  readonly background: string;
  readonly box: string;
  readonly text: string;
  readonly muted: string;
  readonly boundary: string;
  readonly glyph: Readonly<Record<Glyph, string>>;
  /** Background of the lanes from the CDE outwards; none for external. */
  readonly lane: readonly [string, string, string, string, string];
  readonly line: Readonly<Record<BundleStatus, string>>;
  readonly chip: Readonly<Record<BundleStatus, string>>;
  /** What became of something between two periods. */
  readonly change: Readonly<Record<'added' | 'removed' | 'changed', string>>;
  /** Text on a chip and of flagged names. */
  readonly ink: Readonly<Record<BundleStatus, string>>;
}

/**
 * Categories and statuses stay apart in normal, protan, deutan and tritan vision. In greyscale they do not: shape,
 * letter, dash and width carry the meaning there, so they are drawn in every theme.
 */
export const PALETTES: Readonly<Record<Theme, Palette>> = {
  light: {
    background: '#FFFFFF',
    box: '#FFFFFF',
    text: '#16202C',
    muted: '#4A5768',
    boundary: '#0A2F8F',
    glyph: {
      cde: '#0A2F8F',
      connected: '#3585D2',
      security: '#7C286C',
      'out-of-scope': '#8A8E94',
      external: '#574C38',
      undetermined: '#8F6A00',
    },
    lane: ['#E8EFFA', '#EFF3F9', '#FBF6E9', '#F6F6F7', '#FFFFFF'],
    line: { violation: '#9B1230', unreviewed: '#8F6A00', approved: '#5C7090', ordinary: '#5C7090' },
    change: { added: '#00695C', removed: '#8A3FA0', changed: '#0B5CAD' },
    chip: { violation: '#FBE6EA', unreviewed: '#FFF4D6', approved: '#EDF1F7', ordinary: '#EDF1F7' },
    ink: { violation: '#9B1230', unreviewed: '#8F6A00', approved: '#16202C', ordinary: '#16202C' },
  },
  dark: {
    background: '#0E141B',
    box: '#18202A',
    text: '#E8EDF3',
    muted: '#A9B5C3',
    boundary: '#BED1FC',
    glyph: {
      cde: '#BED1FC',
      connected: '#36A4EF',
      security: '#E24FC0',
      'out-of-scope': '#787D85',
      external: '#BDAF7D',
      undetermined: '#FFC403',
    },
    lane: ['#11203C', '#13202C', '#221E10', '#181A1E', '#0E141B'],
    line: { violation: '#F0604E', unreviewed: '#FFC403', approved: '#7C8CA8', ordinary: '#7C8CA8' },
    change: { added: '#4DD0B8', removed: '#D7A0EA', changed: '#7DB3FF' },
    chip: { violation: '#45201C', unreviewed: '#3A3208', approved: '#232E3C', ordinary: '#232E3C' },
    ink: { violation: '#F0604E', unreviewed: '#FFC403', approved: '#E8EDF3', ordinary: '#E8EDF3' },
  },
  grey: {
    background: '#FFFFFF',
    box: '#FFFFFF',
    text: '#000000',
    muted: '#404040',
    boundary: '#000000',
    glyph: {
      cde: '#1A1A1A',
      connected: '#6E6E6E',
      security: '#333333',
      'out-of-scope': '#7A7A7A',
      external: '#4D4D4D',
      undetermined: '#404040',
    },
    lane: ['#EBEBEB', '#F3F3F3', '#F5F5F5', '#F9F9F9', '#FFFFFF'],
    line: { violation: '#000000', unreviewed: '#262626', approved: '#757575', ordinary: '#757575' },
    change: { added: '#000000', removed: '#4D4D4D', changed: '#262626' },
    chip: { violation: '#DADADA', unreviewed: '#FFFFFF', approved: '#F2F2F2', ordinary: '#F2F2F2' },
    ink: { violation: '#000000', unreviewed: '#000000', approved: '#1A1A1A', ordinary: '#1A1A1A' },
  },
};
