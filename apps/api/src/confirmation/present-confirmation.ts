import { type ChangeCandidate, type Confirmation, ConfirmationContent, type ElementAnswer } from '@scopemap/contract';
import type { ConfirmationRow } from '@scopemap/database';
import { nextDue, whatIsLacking } from '@scopemap/evidence';

/** The signature that completes a confirmation. */
export function approvalOf(row: ConfirmationRow): ConfirmationRow['signatures'][number] | undefined {
  const version = row.versions.at(-1)?.version;
  return row.signatures.find((one) => one.step === 'approved' && one.version === version);
}

function previousOf(row: ConfirmationRow, all: readonly ConfirmationRow[]): Confirmation['previous'] {
  const previous = all.find(({ id }) => id === row.previous_id);
  const approval = previous && approvalOf(previous);
  if (!previous || !approval) return null;
  return {
    id: previous.id,
    snapshotId: previous.snapshot_id,
    approvedAt: approval.made_at.toISOString(),
    due: nextDue(previous.entity_role, approval.made_at),
  };
}

/** A confirmation as it stands; `all` holds the one before it. */
export function presentConfirmation(row: ConfirmationRow, all: readonly ConfirmationRow[]): Confirmation {
  const latest = row.versions.at(-1);
  if (!latest) throw new Error(`confirmation ${row.id} has no version`);
  const content = ConfirmationContent.parse(latest.content);
  const candidates = row.candidates as ChangeCandidate[];
  const previous = previousOf(row, all);
  const approval = approvalOf(row);
  const day = (approval?.made_at ?? new Date()).toISOString().slice(0, 10);
  return {
    id: row.id,
    snapshotId: row.snapshot_id,
    entity: row.entity,
    entityRole: row.entity_role,
    standard: row.standard,
    trigger: { kind: row.trigger_kind, reference: row.trigger_reference },
    reason: row.reason,
    createdBy: row.author,
    createdAt: row.made_at.toISOString(),
    previous,
    answers: row.answers as ElementAnswer[],
    candidates,
    version: latest.version,
    content,
    versions: row.versions.map(({ version, author, made_at, reason }) => ({
      version,
      author,
      at: made_at.toISOString(),
      reason,
    })),
    signatures: row.signatures.map(({ step, version, author, title, made_at }) => ({
      step,
      version,
      author,
      title,
      at: made_at.toISOString(),
    })),
    remarks: row.remarks.map(({ kind, element, body, author, made_at }) => ({
      kind,
      element: element as 1 | null,
      text: body,
      author,
      at: made_at.toISOString(),
    })),
    state: row.signatures.findLast(({ version }) => version === latest.version)?.step ?? 'draft',
    nextDue: approval ? nextDue(row.entity_role, approval.made_at) : null,
    lacking: approval ? [] : whatIsLacking({ content, candidates, previous }, day),
  };
}
