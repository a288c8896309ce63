import { distinct, factRef } from '../../rules/fact-refs.ts';
import { tagIndex } from '../../rules/place-tags.ts';
import type { ScopeState } from '../../rules/scope-state.ts';
import type { FactRef, ScopeItem } from '../classification.ts';
import { conflictsOf } from '../conflicts.ts';

/** Statements that contradict other facts, that have expired or do not hold yet, or that lack beside a role. */
export function* statementItems(state: ScopeState, conflicts: Uint8Array): Generator<ScopeItem> {
  const { network } = state;
  for (let system = 0; system < conflicts.length; system++) {
    if (conflicts[system] !== 1) continue;
    const found = conflictsOf(state, system);
    yield {
      code: 'tag-conflict',
      severity: 'high',
      subject: { kind: 'asset', id: network.systems.ids[system] as string },
      text: found.map(({ text }) => text).join(' '),
      facts: distinct(found.flatMap(({ facts }) => facts)),
    };
  }
  for (const tag of network.statements.expired) {
    const subject: FactRef = { kind: tag.subject.kind, id: tag.subject.id };
    const text = `A statement of ${tag.author} (${tag.statement.kind}) has expired: ${tag.reason}`;
    yield { code: 'expired', severity: 'medium', subject, text, facts: [factRef('tag', tag)] };
  }
  for (const tag of network.statements.pending) {
    const subject: FactRef = { kind: tag.subject.kind, id: tag.subject.id };
    const text = `A statement of ${tag.author} (${tag.statement.kind}) is dated in the future and does not hold yet: ${tag.reason}`;
    yield { code: 'not-yet', severity: 'medium', subject, text, facts: [factRef('tag', tag)] };
  }
  for (const approval of network.facts.approvals) {
    if (approval.until === null || approval.until > network.facts.now) continue;
    const text = `An approval of ${approval.approvedBy} has expired: ${approval.need}`;
    yield { code: 'expired', severity: 'medium', subject: factRef('approval', approval), text, facts: [] };
  }
  yield* openBesideControls(state);
  yield* accountDataQuestions(state);
}

/** Statements that nothing separates two places, between which a control is known to restrict access. */
function* openBesideControls({ network }: ScopeState): Generator<ScopeItem> {
  const { places, separations } = network;
  for (const tag of network.statements.all('unsegmented')) {
    const { kind, id } = tag.subject;
    if (kind !== 'segment' && kind !== 'zone') continue;
    const controls = places.expand({ kind, id }).flatMap((near) =>
      places.expand(tag.statement.other).flatMap((far) => {
        const { controls: known, gaps, grants } = separations.between(near, far);
        return gaps.length === 0 && grants.every(({ broad }) => broad === null) ? known : [];
      }),
    );
    if (controls.length === 0) continue;
    yield {
      code: 'tag-conflict',
      severity: 'high',
      subject: { kind, id },
      text: `${tag.author} says that nothing separates it from another place (${tag.reason}), and the rules of a control restrict access between the two.`,
      facts: distinct([factRef('tag', tag), ...controls.map((control) => factRef('control', control))]),
    };
  }
}

/** Devices through which account data may flow or on which it may rest, and of which nobody has said whether it does. */
function* accountDataQuestions(state: ScopeState): Generator<ScopeItem> {
  const { network } = state;
  for (const [system, tags] of network.roles) {
    const role = tags.find(({ statement }) => CARRIERS.has(statement.role));
    if (!role || state.holdsFor('R1', system)) continue;
    if (tagIndex(network, 'no-account-data').ofSystem(system).length > 0) continue;
    if (!state.isCde(system) && !state.holdsFor('R4', system) && !state.holdsFor('R5', system)) continue;
    yield {
      code: 'account-data-question',
      severity: 'medium',
      subject: { kind: 'asset', id: network.systems.ids[system] as string },
      text: `Does account data pass through ${network.systems.name(system)}, or rest on it? It is in scope, and its role is ${role.statement.role}.`,
      facts: [factRef('tag', role)],
    };
  }
}

const CARRIERS: ReadonlySet<string> = new Set(['load-balancer', 'proxy', 'vpn', 'storage', 'backup', 'redirect']);
