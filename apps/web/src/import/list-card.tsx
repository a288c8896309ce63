import { Button, Modal } from '@mantine/core';
import type { ListImport } from '@scopemap/contract';
import { useState } from 'react';
import { useChange } from '../api/use-endpoint.ts';
import { formatInstant, formatPlural } from '../ui/format.ts';
import { ReasonForm } from '../ui/reason-form.tsx';
import { Figures } from './figures.tsx';
import { LIST_WORDS } from './list-words.ts';

/** A list that was taken over, and the way to take it back. */
export function ListCard({ list }: { list: ListImport }) {
  const [undoing, setUndoing] = useState(false);
  const { undone } = list;
  return (
    <section className="card import-card" aria-label={`List ${list.fileName}`}>
      <div className="import-head">
        <h2>
          {LIST_WORDS[list.kind]}: {list.fileName}
        </h2>
        <span className="badge">{undone ? 'Taken back' : 'Imported'}</span>
        <span className="muted import-when">{formatInstant(list.madeAt)} UTC</span>
        {!undone && (
          <Button
            size="compact-sm"
            variant="default"
            aria-label={`Undo ${list.fileName}`}
            onClick={() => setUndoing(true)}
          >
            Undo…
          </Button>
        )}
      </div>
      <Figures
        figures={[
          ['Added', list.added],
          ['Changed', list.changed],
          ['Stayed as they were', list.unchanged],
        ]}
      />
      <div className="muted">
        {list.author}: {list.reason}
      </div>
      {undone && (
        <div className="muted">
          Taken back by {undone.by}, {formatInstant(undone.at)} UTC: {undone.reason}
        </div>
      )}
      {undone && undone.kept.length > 0 && (
        <div className="notice notice-warning">
          <div>
            Left as they are:
            <ul className="report-problems">
              {undone.kept.map(({ subject, why }) => (
                <li key={subject}>
                  {subject}: {why}
                </li>
              ))}
            </ul>
          </div>
        </div>
      )}
      {undoing && <UndoListDialog list={list} onClose={() => setUndoing(false)} />}
    </section>
  );
}

function UndoListDialog({ list, onClose }: { list: ListImport; onClose: () => void }) {
  const undo = useChange(list.kind === 'approvals' ? 'undoApprovals' : 'undoList', onClose);
  return (
    <Modal opened onClose={onClose} title={`Undo ${list.fileName}?`} size="md">
      <ReasonForm
        label="Undo a list"
        noun="undo"
        saving={undo}
        onSave={(reason) => undo.mutate({ params: { id: list.id }, body: { reason } })}
        onClose={onClose}
      >
        <div>
          {formatPlural(list.added + list.changed, 'change')} will be taken back. What was changed again since stays as
          it is and is named. Nothing is deleted from the audit.
        </div>
      </ReasonForm>
    </Modal>
  );
}
