import type { ScopeLabel } from './scope-vocabulary.ts';

/** No vocabulary has a word for "not shown either way"; all of them begin with everything in scope. */
export const UNDETERMINED_LABEL: ScopeLabel = {
  code: null,
  label: 'Undetermined',
  explanation: 'Not shown to be out of scope, so it is treated as in scope until the missing facts are there.',
};

/** Not the entity's own component: listed with third parties (12.8), without a category. */
export const EXTERNAL_LABEL: ScopeLabel = {
  code: null,
  label: 'External',
  explanation: 'Belongs to somebody else: it has no category of its own and is listed with the third parties.',
};
