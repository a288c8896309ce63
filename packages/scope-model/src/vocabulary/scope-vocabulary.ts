import type { ContactInitiator, ScopeDecision } from '../classification/classification.ts';
import type { ScopeCategory } from '../scope-category.ts';
import { openScopingToolkit } from './open-scoping-toolkit.ts';
import { pciResourcesModel } from './pci-resources-model.ts';
import { sscGuidance } from './ssc-guidance.ts';

/** The three sets of words in which a category may be shown (DOMAIN 2.4). */
export const SCOPE_VOCABULARIES = ['ssc', 'open-scoping-toolkit', 'pci-resources'] as const;

export type ScopeVocabulary = (typeof SCOPE_VOCABULARIES)[number];

/** A category in the words of one vocabulary. */
export interface ScopeLabel {
  /** Short code of that vocabulary: `2b`, `Category 2`. Null where it has no word for the category. */
  readonly code: string | null;
  readonly label: string;
  /** Why systems of this kind stand there, in our own words. */
  readonly explanation: string;
}

/** Maps a category to a vocabulary; `initiator` tells apart who may only receive. */
export type LabelCategory = (category: ScopeCategory, initiator: ContactInitiator) => ScopeLabel;

/** Where a vocabulary comes from; whoever shows its words shows `name` and `credit` with them. */
export interface VocabularySource {
  readonly name: string;
  readonly credit: string;
  /** Licence of the words; null: none is stated, so only short paraphrases are used. */
  readonly licence: { readonly name: string; readonly url: string } | null;
}

export const VOCABULARY_SOURCES: Readonly<Record<ScopeVocabulary, VocabularySource>> = {
  ssc: {
    name: 'PCI SSC guidance',
    credit:
      'Paraphrased from "Guidance for PCI DSS Scoping and Network Segmentation" of the PCI Security Standards Council, version 1.1 (May 2017).',
    licence: null,
  },
  'open-scoping-toolkit': {
    name: 'Open PCI DSS Scoping Toolkit',
    credit:
      'After the Open PCI DSS Scoping Toolkit of the Open Scoping Framework Group (August 2012), since superseded by the guidance of the PCI SSC.',
    licence: null,
  },
  'pci-resources': {
    name: 'PCI Resources model',
    credit:
      'Type names from the PCI Resources scoping model and approach by Yves Desharnais, version 1.3 (August 2022).',
    licence: { name: 'CC BY-SA 4.0', url: 'https://creativecommons.org/licenses/by-sa/4.0/' },
  },
};

const LABELS: Readonly<Record<ScopeVocabulary, LabelCategory>> = {
  ssc: sscGuidance,
  'open-scoping-toolkit': openScopingToolkit,
  'pci-resources': pciResourcesModel,
};

/** How a decision reads in a vocabulary. Pure display: nothing is decided here, and every category has a label. */
export function scopeLabel(
  vocabulary: ScopeVocabulary,
  { category, initiator }: Pick<ScopeDecision, 'category' | 'initiator'>,
): ScopeLabel {
  return LABELS[vocabulary](category, initiator);
}
