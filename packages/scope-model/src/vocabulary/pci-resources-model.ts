import type { ScopeCategory } from '../scope-category.ts';
import { UNDETERMINED_LABEL } from './beyond-vocabularies.ts';
import type { LabelCategory, ScopeLabel } from './scope-vocabulary.ts';

const named = (label: string, explanation: string): ScopeLabel => ({ code: label, label, explanation });

const LABELS: Readonly<Record<ScopeCategory, ScopeLabel>> = {
  CDE_CHD: named('CDE/CHD', 'It stores, processes or transmits cardholder data.'),
  CDE_CONTAMINATED: named('CDE/contaminated', 'No segmentation stands between it and systems with cardholder data.'),
  SEGMENTING: named('Segmenting', 'It provides segmentation: without it nothing could be merely connected.'),
  SECURITY_IMPACTING: named('Connected/security', 'It provides security services to systems in the CDE.'),
  CONNECTED: named(
    'Connected/communicating',
    'It has controlled access to systems in the CDE; who begins does not matter.',
  ),
  CONNECTED_INDIRECT: named(
    'Connected/indirectly',
    'It has no access to the CDE itself, but can affect its security through a connected system.',
  ),
  OUT_OF_SCOPE: named('Out-of-scope', 'It is isolated: no access to the CDE is possible.'),
  UNDETERMINED: UNDETERMINED_LABEL,
  EXTERNAL: named('Third-party', 'It belongs to somebody else and is listed with the third parties.'),
};

/** Types of the PCI Resources model. Its licence asks for credit wherever they are shown. */
export const pciResourcesModel: LabelCategory = (category) => LABELS[category];
