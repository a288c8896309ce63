import type { Confirmation } from '@scopemap/contract';
import type { ScopeFacts, TagFact } from '@scopemap/scope-model';
import { compareSnapshots } from '../confirmation/compare-snapshots.ts';
import { elementAnswers } from '../confirmation/element-answers.ts';
import type { EvidenceInput } from '../evidence-input.ts';
import { type EvidenceView, viewEvidence } from '../evidence-view.ts';
import { facts, inputOf, viewOf } from './reference-view.ts';

const THEN = 'a0000000-0000-4000-8000-000000000001';
const NOW = 'a0000000-0000-4000-8000-000000000002';

function carries(match: RegExp, flow: string, step: number, encryption: string | null): TagFact[] {
  return facts.contacts
    .filter(({ id }) => match.test(id))
    .map(({ id }, i) => ({
      id: `flow ${flow} ${step} ${i}`,
      subject: { kind: 'contact', id },
      statement: {
        kind: 'carries-account-data',
        flow,
        step,
        stages: ['authorisation', 'capture'],
        channels: ['card-present'],
        encryption,
        elements: ['PAN', 'expiry date'],
      },
      author: 'p.owner',
      at: facts.period.start,
      reason: 'Data flow review',
      evidence: 'DFD-7',
      until: null,
    }));
}

/** The reference network in which people have named how account data travels. */
export const factsWithFlows: ScopeFacts = {
  ...facts,
  tags: [
    ...facts.tags,
    ...carries(/^pay-api-0\d>pay-app-0[12]\//, 'Card payment', 1, 'TLS 1.3'),
    ...carries(/^pay-app-\d+>token-0\d\/8443/, 'Card payment', 2, 'TLS 1.3'),
    ...carries(/^pay-api-\d+>acquirer-a\/443/, 'Card payment', 3, 'TLS 1.2 with client certificate'),
    ...carries(/^pay-app-\d+>vault-db-0\d\/5432/, 'Settlement', 1, null),
  ],
};

/** As it was before: one server, one acquirer and the flows were not there yet. */
export const factsBefore: ScopeFacts = {
  ...facts,
  assets: facts.assets.filter(({ id }) => id !== 'pay-app-12'),
  bindings: facts.bindings.filter(({ asset }) => asset !== 'pay-app-12'),
  contacts: facts.contacts.filter(
    ({ from, to }) => ![from, to].some((id) => id === 'pay-app-12' || id === 'acquirer-b'),
  ),
  verdicts: facts.verdicts.filter(({ contact }) => !/pay-app-12|acquirer-b/.test(contact)),
  sightings: facts.sightings.filter(({ asset }) => asset !== 'pay-app-12'),
  tags: facts.tags.filter(({ subject, statement }) => {
    const about = [
      subject.id,
      'target' in statement ? statement.target : '',
      'guest' in statement ? statement.guest : '',
    ];
    return !about.includes('pay-app-12');
  }),
};

/** Everything that a pack can hold: flows, a confirmation signed by three people, changes since the one before, comments. */
export function confirmedInput(): EvidenceInput {
  const plain = { ...inputOf(factsWithFlows), about: { ...inputOf(facts).about, snapshotId: NOW } };
  const after = viewEvidence(plain);
  const { rows, candidates } = compareSnapshots(viewOf(factsBefore), after);
  const at = '2026-10-01T09:00:00.000Z';
  const confirmation: Confirmation = {
    id: 2,
    snapshotId: NOW,
    entity: facts.entity.name,
    entityRole: 'merchant',
    standard: '4.0.1',
    trigger: { kind: 'periodic', reference: null },
    reason: 'Yearly confirmation',
    createdBy: 'ann',
    createdAt: at,
    previous: { id: 1, snapshotId: THEN, approvedAt: '2025-09-20T09:00:00.000Z', due: '2026-09-20' },
    answers: elementAnswers(after),
    candidates,
    version: 2,
    content: {
      elements: [1, 2, 3, 4, 5, 6, 7].map((element) => ({
        element: element as 1,
        result: element === 5 ? 'open' : 'complete',
        statement: `Reviewed with the owners of element ${element}.`,
        artefacts: [`DOC-${element}`],
        openItems: element === 5 ? ['Retest Voice'] : [],
      })),
      decisions: candidates.map(({ key }, i) => ({
        key,
        significant: i === 0,
        reason: 'Change record reviewed',
        ticket: 'CHG-9',
      })),
      missed: { because: 'The network team was short of people', doneOn: '2026-10-01' },
    },
    versions: [
      { version: 1, author: 'ann', at, reason: 'Begun' },
      { version: 2, author: 'ann', at, reason: 'Answers' },
    ],
    signatures: [
      { step: 'prepared', version: 2, author: 'ann', title: 'Network engineer', at },
      { step: 'reviewed', version: 2, author: 'bob', title: 'Security officer', at },
      { step: 'approved', version: 2, author: 'cid', title: 'Head of IT', at },
    ],
    remarks: [{ kind: 'validation', element: null, text: 'Sampled twelve systems.', author: 'eve', at }],
    state: 'approved',
    nextDue: '2027-10-01',
    lacking: [],
  };
  return {
    ...plain,
    records: {
      format: 1,
      confirmation,
      changes: {
        since: { snapshotId: THEN, takenAt: '2025-09-20T08:00:00.000Z', factsSha256: 'ab', confirmation: 1 },
        rows,
      },
      comments: [
        {
          id: 1,
          subject: { kind: 'host', id: '10.1.0.1', label: 'vault-db-01' },
          kind: 'request',
          state: 'answered',
          messages: [
            { author: 'eve', at, text: 'Please show the backup of this system.', state: 'open' },
            { author: 'ann', at, text: 'See DOC-3.', state: 'answered' },
          ],
        },
      ],
    },
  };
}

export function confirmedView(): EvidenceView {
  return viewEvidence(confirmedInput());
}
