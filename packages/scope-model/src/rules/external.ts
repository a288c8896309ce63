import type { ScopeReason } from '../classification/classification.ts';
import { externalGrounds, externalTags } from './external-grounds.ts';
import { factRef } from './fact-refs.ts';
import type { ScopeRule } from './scope-rule.ts';

/** R7: not a component of the entity. Stands before contact, since contact does not make it one; the contact is still listed. */
export const external: ScopeRule = {
  name: 'R7',
  category: 'EXTERNAL',
  mark: ({ network }) => externalGrounds(network).systems,
  explain: ({ network }, system) =>
    externalTags(network, system).map((tag): ScopeReason => {
      const party = tag.statement.kind === 'third-party' ? tag.statement.party : null;
      const known = network.facts.thirdParties.find(({ id }) => id === party);
      const whose = known ? `of ${known.name}` : 'not a component of the entity';
      return {
        rule: 'R7',
        category: 'EXTERNAL',
        code: tag.statement.kind === 'third-party' ? 'third-party' : 'claimed',
        text: `${tag.subject.kind === 'asset' ? 'It' : 'Its place'} is ${whose}, says ${tag.author}: ${tag.reason}`,
        facts: [factRef('tag', tag), ...(known ? [factRef('third-party', known)] : [])],
      };
    }),
};
