import { byText } from '../../network/by-text.ts';
import type { ScopeState } from '../../rules/scope-state.ts';
import type { ScopeItem } from '../classification.ts';
import type { PlaceDecisions } from '../decide-place.ts';
import { contactItems } from './contact-items.ts';
import { evidenceItems } from './evidence-items.ts';
import { influenceItems } from './influence-items.ts';
import { statementItems } from './statement-items.ts';
import { timeSourceItems } from './time-source-items.ts';
import { unusedRuleItems } from './unused-rule-items.ts';
import { wayInItems } from './way-in-items.ts';

const SEVERITIES = ['high', 'medium', 'low'] as const;

/** Everything that a person has to look at, by severity, code and subject. Grouped first: there may be very many of one kind. */
export function findItems(state: ScopeState, places: PlaceDecisions, conflicts: Uint8Array): ScopeItem[] {
  const items = [
    ...statementItems(state, conflicts),
    ...contactItems(state, places),
    ...influenceItems(state),
    ...evidenceItems(state),
    ...timeSourceItems(state),
    ...wayInItems(state),
    ...unusedRuleItems(state),
  ];
  const byCode = Map.groupBy(items, ({ severity, code }) => `${SEVERITIES.indexOf(severity)} ${code}`);
  return [...byCode]
    .sort(([a], [b]) => byText(a, b))
    .flatMap(([, alike]) =>
      alike.sort(
        (a, b) =>
          byText(a.subject.id, b.subject.id) || byText(a.subject.kind, b.subject.kind) || byText(a.text, b.text),
      ),
    );
}
