import type { Confirmation } from '@scopemap/contract';
import type { EvidenceView } from '../evidence-view.ts';
import { ELEMENT_NAMES } from './element-names.ts';
import { count, defineTable, instant, list, text } from './evidence-table.ts';

/** Of the version that counts. */
export function signatureOf(confirmation: Confirmation, step: Confirmation['signatures'][number]['step']) {
  return confirmation.signatures.find((one) => one.step === step && one.version === confirmation.version);
}

/** Worst grade of the boundaries with the CDE; null when there are none. */
function worstCoverage({ classification }: EvidenceView): string | null {
  const grades = new Set(classification.coverage.map(({ grade }) => grade));
  return (['none', 'sampled', 'partial', 'full'] as const).find((grade) => grades.has(grade)) ?? null;
}

/** T1: what the entity confirmed, element by element, and who signed; no rows while there is no record. */
export const scopeConfirmation = defineTable({
  id: 'T1',
  name: 't01-scope-confirmation',
  title: 'Confirmation of scope by the entity',
  requirements: ['12.5.2', '12.5.2.1', '12.5.3', 'A3.2.1'],
  columns: {
    confirmation: text('Confirmation'),
    entity: text('Entity'),
    role: text('Role'),
    standard: text('Version of the standard'),
    trigger: text('Trigger'),
    periodStart: instant('Observed from'),
    periodEnd: instant('Observed until'),
    coverage: text('Least coverage of a boundary with the CDE'),
    element: count('Element'),
    subject: text('What it asks'),
    found: list('What the snapshot shows'),
    foundOpen: list('What it leaves open'),
    result: text('Result'),
    statement: text('Statement of the entity'),
    artefacts: list('Documents'),
    openItems: list('Open items'),
    changes: text('Changes since the confirmation before'),
    prepared: text('Prepared by'),
    reviewed: text('Reviewed by'),
    approved: text('Approved by'),
    state: text('State'),
    nextDue: text('Next due'),
    missed: text('Missed, because, done on'),
    assessor: list('Remarks and validation of the assessor'),
    snapshot: text('Snapshot'),
  },
  *rows(view) {
    const { confirmation, changes } = view.records;
    if (!confirmation) return;
    const { content, trigger, candidates } = confirmation;
    const signed = (step: Confirmation['signatures'][number]['step']) => {
      const signature = signatureOf(confirmation, step);
      return signature ? `${signature.author}, ${signature.title}, ${signature.at}` : null;
    };
    const significant = content.decisions.filter((decision) => decision.significant).length;
    const since = changes ? `${changes.rows.length} changes since confirmation ${changes.since.confirmation}` : 'first';
    for (const [key, subject] of Object.entries(ELEMENT_NAMES)) {
      const number = Number(key);
      const answer = confirmation.answers.find(({ element }) => element === number);
      const said = content.elements.find(({ element }) => element === number);
      yield {
        confirmation: `${confirmation.id}, version ${confirmation.version}`,
        entity: confirmation.entity,
        role: confirmation.entityRole,
        standard: `PCI DSS ${confirmation.standard}`,
        trigger: trigger.reference === null ? trigger.kind : `${trigger.kind}: ${trigger.reference}`,
        periodStart: view.facts.period.start,
        periodEnd: view.facts.period.end,
        coverage: worstCoverage(view),
        element: number,
        subject,
        found: answer?.findings.map((one) => `${one.text}: ${one.count} (${one.table})`) ?? [],
        foundOpen: answer?.open ?? [],
        result: said?.result ?? 'not answered',
        statement: said?.statement ?? null,
        artefacts: said?.artefacts ?? [],
        openItems: said?.openItems ?? [],
        changes: `${since}; ${candidates.length} possible significant ones, ${significant} found significant`,
        prepared: signed('prepared'),
        reviewed: signed('reviewed'),
        approved: signed('approved'),
        state: confirmation.state,
        nextDue: confirmation.nextDue,
        missed: content.missed && `${content.missed.because}; done on ${content.missed.doneOn}`,
        assessor: confirmation.remarks
          .filter(({ element }) => element === null || element === number)
          .map(({ kind, text: words, author, at }) => `${kind} by ${author} on ${at.slice(0, 10)}: ${words}`),
        snapshot: confirmation.snapshotId,
      };
    }
  },
});
