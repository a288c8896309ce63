import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { type Answer, call } from '../api/client.ts';
import type { ApiProblem } from '../api/problem.ts';
import { EmptyState } from '../ui/empty-state.tsx';
import { ErrorNotice } from '../ui/error-notice.tsx';
import { ChangeForm } from './change-form.tsx';
import { Consequences } from './consequences.tsx';
import type { PlannedChange } from './planned-change.ts';

interface WhatIfProps {
  changes: readonly PlannedChange[];
  onChange: (changes: readonly PlannedChange[]) => void;
}

/** Changes that nobody has made, and the categories that would follow from them all, in their order. */
export function WhatIf({ changes, onChange }: WhatIfProps) {
  const [asked, setAsked] = useState<readonly PlannedChange[]>([]);
  const result = useMutation<Answer<'scopeWhatIf'>, ApiProblem, readonly PlannedChange[]>({
    mutationFn: (tried) => call('scopeWhatIf', { body: { changes: tried.map(({ change }) => change) } }),
  });
  const work = () => {
    setAsked(changes);
    result.mutate(changes);
  };
  return (
    <section className="plan-sections" aria-label="What if">
      <ChangeForm onAdd={(added) => onChange([...changes, added])} />
      {changes.length === 0 ? (
        <EmptyState title="No change yet">Add one above, or take the steps of a plan from Smaller scope.</EmptyState>
      ) : (
        <>
          <ol className="what-if-changes" aria-label="Changes to try">
            {changes.map((planned, index) => (
              <li key={`${index} ${planned.words}`}>
                {planned.words}{' '}
                <Button
                  size="compact-xs"
                  variant="subtle"
                  aria-label={`Leave out: ${planned.words}`}
                  onClick={() => onChange(changes.filter((_, at) => at !== index))}
                >
                  Leave out
                </Button>
              </li>
            ))}
          </ol>
          <div>
            <Button loading={result.isPending} onClick={work}>
              Work out what would follow
            </Button>
          </div>
        </>
      )}
      {result.error && <ErrorNotice what="What would follow is not known" problem={result.error} onRetry={work} />}
      {result.data && (
        <>
          {asked !== changes && (
            <div className="notice notice-warning">
              <div>The changes are others by now: below is what would follow from those before.</div>
            </div>
          )}
          <Consequences result={result.data} />
        </>
      )}
    </section>
  );
}
