import type { ScopeCategory } from '../scope-category.ts';
import { EXTERNAL_LABEL, UNDETERMINED_LABEL } from './beyond-vocabularies.ts';
import type { LabelCategory, ScopeLabel } from './scope-vocabulary.ts';

const IN_CDE = { code: 'Category 1', label: 'CDE system' };
const CONNECTED = { code: 'Category 2', label: 'Connected-to or security-impacting system' };

const LABELS: Readonly<Record<ScopeCategory, ScopeLabel>> = {
  CDE_CHD: { ...IN_CDE, explanation: 'It stores, processes or transmits account data.' },
  CDE_CONTAMINATED: {
    ...IN_CDE,
    explanation:
      'It shares a network segment with systems that handle account data, or nothing restricts its access to them.',
  },
  SEGMENTING: { ...CONNECTED, explanation: 'It separates the CDE from networks that are out of scope.' },
  SECURITY_IMPACTING: {
    ...CONNECTED,
    explanation:
      'It provides security services to the CDE, supports PCI DSS requirements, or can change how the CDE is secured.',
  },
  CONNECTED: { ...CONNECTED, explanation: 'It can reach the CDE directly, or is reached from there.' },
  CONNECTED_INDIRECT: {
    ...CONNECTED,
    explanation: 'It can reach the CDE by way of another system, or can affect the security of a system that does.',
  },
  OUT_OF_SCOPE: {
    code: 'Category 3',
    label: 'Out-of-scope system',
    explanation: 'It holds no account data, shares no segment with it, and has no way to the CDE or its controls.',
  },
  UNDETERMINED: UNDETERMINED_LABEL,
  EXTERNAL: EXTERNAL_LABEL,
};

/** The three categories of the PCI SSC's guidance. */
export const sscGuidance: LabelCategory = (category) => LABELS[category];
