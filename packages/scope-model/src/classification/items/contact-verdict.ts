import { judge } from '../../network/compiled-rules.ts';
import type { ScopeNetwork } from '../../network/scope-network.ts';
import { factRef } from '../../rules/fact-refs.ts';
import type { FactRef } from '../classification.ts';

/** What rules say of a contact. `apart`: its ends stand in one place, so that no control is between them. */
export interface ContactVerdict {
  readonly answer: 'allowed' | 'denied' | 'unknown' | 'apart';
  /** Controls, and the lines that decided. */
  readonly facts: readonly FactRef[];
}

/**
 * The verdicts that came with the facts, else what the rules say of the addresses of the two ends. With several paths, one
 * that allows is enough, and all have to deny.
 */
export function contactVerdict(network: ScopeNetwork, row: number): ContactVerdict {
  const given = network.verdicts(network.contacts.id(row));
  const facts = given.map(({ control }): FactRef => ({ kind: 'control', id: control }));
  if (given.some(({ verdict }) => verdict === 'allowed')) return { answer: 'allowed', facts };
  if (given.length > 0 && given.every(({ verdict }) => verdict === 'denied')) return { answer: 'denied', facts };
  return byRules(network, row);
}

function byRules({ contacts, systems, separations }: ScopeNetwork, row: number): ContactVerdict {
  const [from, to] = [contacts.from[row] as number, contacts.to[row] as number];
  const ways = contacts.isDirected(row) ? [[from, to] as const] : [[from, to] as const, [to, from] as const];
  const answers: { action: 'allow' | 'deny' | null; facts: FactRef[] }[] = [];
  let crosses = false;
  for (const [source, destination] of ways) {
    for (const a of systems.sites(source)) {
      for (const b of systems.sites(destination)) {
        if (a.place >= 0 && a.place === b.place) continue;
        crosses = true;
        const controls = a.place < 0 || b.place < 0 ? [] : separations.controls.of(a.place, b.place);
        if (controls.length === 0) answers.push({ action: null, facts: [] });
        for (const control of controls) {
          const rules = separations.rulesOf(control);
          const judged = rules && judge(rules, a, b, contacts.protocol(row), contacts.port(row));
          const line = judged?.rule ? [factRef('rule', judged.rule)] : [];
          answers.push({ action: judged?.action ?? null, facts: [...line, factRef('control', control)] });
        }
      }
    }
  }
  if (!crosses && systems.sites(from).length > 0 && systems.sites(to).length > 0) return { answer: 'apart', facts: [] };
  const allowed = answers.find(({ action }) => action === 'allow');
  if (allowed) return { answer: 'allowed', facts: allowed.facts };
  const denied = answers.length > 0 && answers.every(({ action }) => action === 'deny');
  const facts = answers.flatMap((answer) => answer.facts);
  return { answer: denied ? 'denied' : 'unknown', facts };
}
