import { Button } from '@mantine/core';
import type { Control } from '@scopemap/contract';
import { useState } from 'react';
import { useEndpoint } from '../api/use-endpoint.ts';
import { EmptyState, SkeletonRows } from '../ui/empty-state.tsx';
import { ErrorNotice } from '../ui/error-notice.tsx';
import { BindListDialog } from './bind-list-dialog.tsx';
import { ControlCard } from './control-card.tsx';
import { type EndedStatement, EndStatementDialog } from './end-statement-dialog.tsx';
import { ImportRulesDialog } from './import-rules-dialog.tsx';
import { RuleSetView } from './rule-set-view.tsx';
import { useRulesView } from './rules-view.ts';
import { SeparatesDialog } from './separates-dialog.tsx';
import { usePlaces } from './use-places.ts';
import './rules.css';
import '../exporters/exporters.css';

type Dialog =
  | { kind: 'import'; control: Control | null }
  | { kind: 'bind' | 'separate'; control: Control }
  | { kind: 'end'; statement: EndedStatement }
  | null;

/** Controls with their rules; or, when the URL names one, a rule set with the review of its rules. */
export function RulesPage() {
  const [view] = useRulesView();
  return view.set === null ? <Controls /> : <RuleSetView id={view.set} />;
}

function Controls() {
  const [, show] = useRulesView();
  const controls = useEndpoint('controls', { query: { history: false } });
  const ruleSets = useEndpoint('ruleSets', { query: {} });
  const places = usePlaces();
  const [dialog, setDialog] = useState<Dialog>(null);
  const close = () => setDialog(null);
  const all = controls.data?.controls ?? [];
  const inForce = (control: Control) =>
    ruleSets.data?.ruleSets.find(({ controlId, endedAt }) => controlId === control.id && endedAt === null) ?? null;
  const failed = controls.error ?? ruleSets.error;
  const importing = <Button onClick={() => setDialog({ kind: 'import', control: null })}>Import rules</Button>;
  return (
    <div className="page">
      <header className="page-header">
        <div>
          <h1>Rules</h1>
          <p>
            What firewalls, routers and clouds allow, beside what was seen. A list counts where you bind it; lines that
            are not understood never count as a denial.
          </p>
        </div>
        {all.length > 0 && importing}
      </header>
      {failed && (
        <ErrorNotice
          what="The rules could not be loaded"
          problem={failed}
          onRetry={() => {
            void controls.refetch();
            void ruleSets.refetch();
          }}
        />
      )}
      {(controls.isPending || ruleSets.isPending) && !failed && <SkeletonRows />}
      {controls.data && all.length === 0 && (
        <EmptyState title="No rules yet" action={importing}>
          Import what a control enforces: relationships are then told apart into allowed, denied but seen, and
          undetermined, each by the line that decides.
        </EmptyState>
      )}
      <div className="stack">
        {ruleSets.data &&
          all.map((control) => (
            <ControlCard
              key={control.id}
              control={control}
              ruleSet={inForce(control)}
              places={places}
              onReview={(set, tab) => show({ set, tab })}
              onImport={() => setDialog({ kind: 'import', control })}
              onBind={() => setDialog({ kind: 'bind', control })}
              onSeparate={() => setDialog({ kind: 'separate', control })}
              onEnd={(statement) => setDialog({ kind: 'end', statement })}
            />
          ))}
      </div>
      {dialog?.kind === 'import' && <ImportRulesDialog controls={all} control={dialog.control} onClose={close} />}
      {dialog?.kind === 'bind' && (
        <BindListDialog
          control={dialog.control}
          lists={inForce(dialog.control)?.lists ?? []}
          places={places}
          onClose={close}
        />
      )}
      {dialog?.kind === 'end' && <EndStatementDialog statement={dialog.statement} onClose={close} />}
      {dialog?.kind === 'separate' && <SeparatesDialog control={dialog.control} places={places} onClose={close} />}
    </div>
  );
}
