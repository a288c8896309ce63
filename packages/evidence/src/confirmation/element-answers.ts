import type { ElementAnswer } from '@scopemap/contract';
import { ACCEPTANCE_CHANNELS, PAYMENT_STAGES, SCOPE_CATEGORIES } from '@scopemap/scope-model';
import { type EvidenceView, isCde } from '../evidence-view.ts';
import { accountDataHops } from '../tables/account-data-flows.ts';
import { outOfScope } from '../tables/out-of-scope.ts';
import { segmentationControls } from '../tables/segmentation-controls.ts';
import { thirdParties } from '../tables/third-parties.ts';
import { unexplainedTraffic } from '../tables/unexplained-traffic.ts';

type Finding = ElementAnswer['findings'][number];

const finding = (text: string, count: number, table: string): Finding => ({ text, count, table });

/**
 * What the snapshot can answer to the seven elements of 12.5.2, with the table that lists it, and what it leaves open. What
 * flow records cannot show is for people: where account data is, and what may be out of scope.
 */
export function elementAnswers(view: EvidenceView): ElementAnswer[] {
  const unexplained = [...unexplainedTraffic.rows(view)];
  const counts = new Map(
    SCOPE_CATEGORIES.map((category) => [category, view.assets.filter((asset) => asset.category === category).length]),
  );
  const undetermined = counts.get('UNDETERMINED') ?? 0;
  return [
    flows(view),
    diagrams(view),
    places(view, unexplained.length),
    {
      element: 4,
      findings: SCOPE_CATEGORIES.filter((category) => category !== 'OUT_OF_SCOPE' && category !== 'EXTERNAL').map(
        (category) => finding(`Systems ${category}`, counts.get(category) ?? 0, 'T2'),
      ),
      open: [
        ...some(undetermined, 'systems are undetermined: not shown to be in or out of scope (T2)'),
        ...some(
          view.assets.filter(({ conflict }) => conflict).length,
          'systems contradict a statement about them (T2)',
        ),
      ],
    },
    environments(view),
    parties(view),
    {
      element: 7,
      findings: [
        finding('Contacts of the CDE with other places that nobody has explained', unexplained.length, 'T12'),
        finding('Boundaries with the CDE', view.classification.coverage.length, 'T13'),
      ],
      open: [
        ...some(unexplained.length, 'contacts of the CDE are not explained by rule and approval (T12)'),
        ...some(
          view.classification.coverage.filter(({ grade }) => grade !== 'full').length,
          'boundaries with the CDE are not fully covered: nothing is said about contact across them that was not seen (T13)',
        ),
        ...some(undetermined, 'systems are undetermined and count as in scope (T2)'),
      ],
    },
  ];
}

function some(count: number, what: string): string[] {
  return count === 0 ? [] : [`${count} ${what}`];
}

function flows(view: EvidenceView): ElementAnswer {
  const hops = accountDataHops(view);
  const statements = hops.flatMap(({ marked }) => marked.map(({ statement }) => statement));
  const marked = new Set(hops.flatMap((hop) => hop.marked.map(({ contact }) => contact.id)));
  const isChd = (asset: string) => view.asset(asset)?.category === 'CDE_CHD';
  const between = view.contacts.filter(
    ({ id, from, to, state }) => state === 'established' && isChd(from) && isChd(to) && !marked.has(id),
  );
  const stages = PAYMENT_STAGES.filter((stage) => !statements.some((one) => one.stages.includes(stage)));
  const channels = ACCEPTANCE_CHANNELS.filter((channel) => !statements.some((one) => one.channels.includes(channel)));
  return {
    element: 1,
    findings: [
      finding('Flows of account data that people have named', new Set(hops.map(({ flow }) => flow)).size, 'T11'),
      finding('Relationships marked as carrying account data', marked.size, 'T11'),
    ],
    open: [
      ...some(between.length, 'relationships between systems with account data are not marked as carrying any or none'),
      ...(stages.length === 0 ? [] : [`no flow is named for: ${stages.join(', ')}`]),
      ...(channels.length === 0 ? [] : [`no flow is named for the channel: ${channels.join(', ')}`]),
    ],
  };
}

function diagrams(view: EvidenceView): ElementAnswer {
  const hops = accountDataHops(view);
  const newest = Math.max(...hops.flatMap(({ marked }) => marked.map(({ tag }) => tag.at)));
  const date = hops.length === 0 ? '' : `, the newest statement of ${new Date(newest).toISOString().slice(0, 10)}`;
  return {
    element: 2,
    findings: [finding(`Arrows in the diagram of account-data flows${date}`, hops.length, 'T11')],
    open: [
      ...(hops.length === 0 ? ['no relationship is marked, so the diagram is empty'] : []),
      ...some(hops.filter(({ inDate }) => !inDate).length, 'arrows rest on statements that have run out (T11)'),
    ],
  };
}

function places(view: EvidenceView, unexplained: number): ElementAnswer {
  const category = (asset: string) => view.asset(asset)?.category ?? 'UNDETERMINED';
  const leaving = view.contacts.filter(
    ({ from, to, state }) =>
      state === 'established' &&
      ((category(from) === 'CDE_CHD' && !isCde(category(to))) ||
        (category(to) === 'CDE_CHD' && !isCde(category(from)))),
  );
  const backups = new Set(
    view.facts.tags.flatMap(({ subject, statement }) =>
      statement.kind === 'role' && statement.role === 'backup' ? [subject.id] : [],
    ),
  );
  const toBackup = leaving.filter(({ from, to }) => backups.has(from) || backups.has(to));
  return {
    element: 3,
    findings: [
      finding('Systems that store, process or transmit account data', countOf(view, 'CDE_CHD'), 'T2'),
      finding('Relationships of these with systems outside the CDE', leaving.length, 'T4'),
      finding('Of them with backup systems', toBackup.length, 'T4'),
    ],
    open: [
      'flow records have no content: where account data is, is for data discovery to show',
      ...some(
        unexplained,
        'contacts that leave or enter the CDE are not explained, each a possible way of account data (T12)',
      ),
    ],
  };
}

function countOf(view: EvidenceView, category: string): number {
  return view.assets.filter((asset) => asset.category === category).length;
}

function environments(view: EvidenceView): ElementAnswer {
  const rows = [...outOfScope.rows(view)];
  const controls = new Set([...segmentationControls.rows(view)].map(({ control }) => control));
  const out = rows.filter((row) => row.outOfScope);
  return {
    element: 5,
    findings: [
      finding('Segmentation controls', controls.size, 'T9'),
      finding('Environments shown to be out of scope, with justification', out.length, 'T8'),
      finding('Other environments outside the CDE', rows.length - out.length, 'T8'),
    ],
    open: rows.flatMap(({ category, environment, missing }) =>
      category === 'UNDETERMINED'
        ? [`${environment} is not shown to be out of scope: ${(missing as string[]).length} facts are missing (T8)`]
        : [],
    ),
  };
}

function parties(view: EvidenceView): ElementAnswer {
  const rows = [...thirdParties.rows(view)];
  const withCde = rows.filter(({ ownCategory }) => String(ownCategory).startsWith('CDE_'));
  const unnamed = new Set(withCde.filter(({ party }) => party === null).map(({ endpoint }) => endpoint));
  return {
    element: 6,
    findings: [
      finding('Contacts with systems that are not the entity’s own', rows.length, 'T10'),
      finding('Of them with systems of the CDE', withCde.length, 'T10'),
    ],
    open: some(unnamed.size, 'systems of others are in contact with the CDE, and nobody has named the party (T10)'),
  };
}
