import type { ScopeReason } from '../classification/classification.ts';
import type { TagOf } from '../network/statements.ts';
import { carriedBySystem, carriedReasons } from './carried-account-data.ts';
import { factRef } from './fact-refs.ts';
import { tagIndex } from './place-tags.ts';
import type { ScopeRule } from './scope-rule.ts';
import type { ScopeState } from './scope-state.ts';

/** R1: stores, processes or transmits account data, or is said to be of the CDE (SSC guidance C1). */
export const accountData: ScopeRule = {
  name: 'R1',
  category: 'CDE_CHD',
  mark({ network }) {
    const marks = new Uint8Array(network.systems.count);
    const tags = [
      ...network.statements.all('account-data').filter(handles),
      ...network.statements.all('claim').filter(({ statement }) => statement.claim === 'cde'),
    ];
    for (const { subject } of tags)
      if (subject.kind === 'asset') for (const system of network.systems.named(subject.id)) marks[system] = 1;
    for (const system of carriedBySystem(network).keys()) marks[system] = 1;
    return marks;
  },
  explain: ({ network }: ScopeState, system) => [
    ...tagIndex(network, 'account-data').ofSystem(system).filter(handles).map(handlesReason),
    ...carriedReasons(network, system),
    ...tagIndex(network, 'claim')
      .ofSystem(system)
      .filter(({ statement }) => statement.claim === 'cde')
      .map(
        (tag): ScopeReason => ({
          rule: 'R1',
          category: 'CDE_CHD',
          code: 'claimed-cde',
          text: `Claimed as CDE by ${tag.author}: ${tag.reason}`,
          facts: [factRef('tag', tag)],
        }),
      ),
  ],
};

function handles({ statement }: TagOf<'account-data'>): boolean {
  return statement.stores || statement.processes || statement.transmits;
}

function handlesReason(tag: TagOf<'account-data'>): ScopeReason {
  const { stores, processes, transmits } = tag.statement;
  const verbs = [stores && 'stores', processes && 'processes', transmits && 'transmits'].filter(
    (verb) => verb !== false,
  );
  return {
    rule: 'R1',
    category: 'CDE_CHD',
    code: 'account-data',
    text: `It ${verbs.join(' and ')} account data, says ${tag.author}: ${tag.reason}`,
    facts: [factRef('tag', tag)],
  };
}
