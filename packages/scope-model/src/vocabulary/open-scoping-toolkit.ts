import type { ContactInitiator } from '../classification/classification.ts';
import type { ScopeCategory } from '../scope-category.ts';
import { EXTERNAL_LABEL, UNDETERMINED_LABEL } from './beyond-vocabularies.ts';
import type { LabelCategory, ScopeLabel } from './scope-vocabulary.ts';

const LABELS: Readonly<Record<Exclude<ScopeCategory, 'CONNECTED'>, ScopeLabel>> = {
  CDE_CHD: {
    code: '1a',
    label: 'Category 1a',
    explanation: 'It stores, processes or transmits cardholder data.',
  },
  CDE_CONTAMINATED: {
    code: '1b',
    label: 'Category 1b',
    explanation:
      'It holds no cardholder data, but nothing isolates it from systems of category 1 or controls its access.',
  },
  SEGMENTING: {
    code: '1 or 2a',
    label: 'Category 1 or 2a',
    explanation:
      'It separates networks. The toolkit does not say where such a device belongs: in category 1 or, as a security service, in 2a.',
  },
  SECURITY_IMPACTING: {
    code: '2a',
    label: 'Category 2a',
    explanation: 'It has controlled access to category 1 and provides security services to it.',
  },
  CONNECTED_INDIRECT: {
    code: '2x',
    label: 'Category 2x',
    explanation:
      'It has no direct access to category 1, but can administer it in a controlled way through another system.',
  },
  OUT_OF_SCOPE: { code: '3', label: 'Category 3', explanation: 'It is isolated from every system of category 1.' },
  UNDETERMINED: UNDETERMINED_LABEL,
  EXTERNAL: EXTERNAL_LABEL,
};

const INITIATES: ScopeLabel = {
  code: '2b',
  label: 'Category 2b',
  explanation: 'It has controlled access to category 1 and begins connections into it.',
};
const RECEIVES: ScopeLabel = {
  code: '2c',
  label: 'Category 2c',
  explanation: 'It has controlled access to category 1 and has only received connections from it.',
};
/** 2b is the stricter of the two; the code says both, since nobody knows who began. */
const EITHER: ScopeLabel = {
  code: '2b or 2c',
  label: 'Category 2b or 2c',
  explanation: 'It has controlled access to category 1; who begins the connections is not known.',
};

function connected(initiator: ContactInitiator): ScopeLabel {
  if (initiator === 'in' || initiator === 'both') return INITIATES;
  return initiator === 'out' ? RECEIVES : EITHER;
}

/** Categories 1a to 3 of the Open PCI DSS Scoping Toolkit. */
export const openScopingToolkit: LabelCategory = (category, initiator) =>
  category === 'CONNECTED' ? connected(initiator) : LABELS[category];
