import type { RuleFact, ScopeSettings } from '@scopemap/scope-model';
import { count, defineTable, instant, list, text, yesNo } from './evidence-table.ts';
import { lastSeen } from './seen.ts';

/** T6: every line of every control's rules, with what was seen of it. The decision is for a person to write. */
export const ruleReview = defineTable({
  id: 'T6',
  name: 't06-rule-review',
  title: 'Review of the rules of network security controls',
  requirements: ['1.2.1', '1.2.7', '1.2.8'],
  columns: {
    control: text('Control'),
    description: text('Make, model, version'),
    ruleSet: text('Rule set'),
    pulledAt: instant('Pulled on'),
    order: count('Order'),
    line: text('Line'),
    action: text('Action'),
    rule: text('Text'),
    understood: yesNo('Understood in full'),
    broad: list('Too broad'),
    contacts: count('Contacts that it decided'),
    lastMatch: instant('Last match'),
    decision: text('Decision'),
    ticket: text('Ticket'),
    reviewer: text('Reviewer and date'),
  },
  *rows(view) {
    for (const { id, name, description, ruleSet } of view.controls) {
      if (!ruleSet) continue;
      const decided = Map.groupBy(
        view.facts.verdicts.filter(({ control, line }) => control === id && line !== null),
        ({ line }) => line as string,
      );
      const head = {
        control: name,
        description,
        ruleSet: `${ruleSet.id} ${ruleSet.version}`,
        pulledAt: ruleSet.pulledAt,
      };
      const open = { decision: null, ticket: null, reviewer: null };
      for (const [i, rule] of ruleSet.rules.entries()) {
        const contacts = new Set((decided.get(rule.line) ?? []).map(({ contact }) => contact));
        yield {
          ...head,
          order: i + 1,
          line: rule.line,
          action: rule.action,
          rule: rule.text,
          understood: !rule.uncertain,
          broad: rule.action === 'allow' ? breadth(rule, view.facts.settings) : [],
          contacts: contacts.size,
          lastMatch: lastSeen([...contacts].flatMap((contact) => view.contact(contact) ?? [])),
          ...open,
        };
      }
      for (const line of ruleSet.linesNotUnderstood) {
        yield {
          ...head,
          order: null,
          line: null,
          action: null,
          rule: line,
          understood: false,
          broad: [],
          contacts: null,
          lastMatch: null,
          ...open,
        };
      }
    }
  },
});

/** Why an allowing rule names nobody or nothing in particular (thresholds in the facts). */
function breadth(rule: RuleFact, settings: ScopeSettings): string[] {
  const isWide = (prefixes: readonly string[] | null) =>
    prefixes === null ||
    prefixes.some((prefix) => {
      const length = Number(prefix.split('/')[1]);
      return length <= (prefix.includes(':') ? settings.broadPrefixIpv6 : settings.broadPrefixIpv4);
    });
  const ports = rule.ports ?? [];
  return [
    ...(isWide(rule.source) ? ['source'] : []),
    ...(isWide(rule.destination) ? ['destination'] : []),
    ...(rule.protocol === null ? ['any protocol'] : []),
    ...(rule.ports === null || ports.some(([from, to]) => to - from + 1 > settings.broadPorts) ? ['ports'] : []),
  ];
}
