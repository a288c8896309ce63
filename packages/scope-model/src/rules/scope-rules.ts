import { accountData } from './account-data.ts';
import { connected } from './connected.ts';
import { connectedIndirect } from './connected-indirect.ts';
import { contaminated } from './contaminated.ts';
import { external } from './external.ts';
import { outOfScope } from './out-of-scope.ts';
import type { ScopeRule } from './scope-rule.ts';
import { securityImpacting } from './security-impacting.ts';
import { segmenting } from './segmenting.ts';
import { undetermined } from './undetermined.ts';

/** In the order of evaluation: the first that holds decides, and all give their reasons. */
export const SCOPE_RULES: readonly ScopeRule[] = [
  accountData,
  segmenting,
  contaminated,
  securityImpacting,
  external,
  connected,
  connectedIndirect,
  outOfScope,
  undetermined,
];
