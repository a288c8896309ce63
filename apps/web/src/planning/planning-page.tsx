import { SegmentedControl } from '@mantine/core';
import { useState } from 'react';
import type { PlannedChange } from './planned-change.ts';
import { ReductionPlanSection } from './reduction-plan.tsx';
import { Suggestions } from './suggestions.tsx';
import { WhatIf } from './what-if.tsx';
import '../exporters/exporters.css';
import './planning.css';

const SECTIONS = {
  suggestions: 'Suggestions',
  plan: 'Smaller scope',
  'what-if': 'What if',
} as const;

type Section = keyof typeof SECTIONS;

/** What may be said, what could be cut, and what would follow. Nothing here changes anything until it is confirmed. */
export function PlanningPage() {
  const [section, setSection] = useState<Section>('suggestions');
  const [changes, setChanges] = useState<readonly PlannedChange[]>([]);
  return (
    <div className="page">
      <header className="page-header">
        <div>
          <h1>Planning</h1>
          <p>
            What traffic suggests, which contacts keep the most systems in scope, and what would follow from a change.
            Nothing here is stored until you confirm it.
          </p>
        </div>
        <SegmentedControl
          aria-label="Part of the planning"
          flex="none"
          data={Object.entries(SECTIONS).map(([value, label]) => ({ value, label }))}
          value={section}
          onChange={(value) => setSection(value as Section)}
        />
      </header>
      {section === 'suggestions' && <Suggestions />}
      {section === 'plan' && (
        <ReductionPlanSection
          onTry={(tried) => {
            setChanges(tried);
            setSection('what-if');
          }}
        />
      )}
      {section === 'what-if' && <WhatIf changes={changes} onChange={setChanges} />}
    </div>
  );
}
