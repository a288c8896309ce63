import type { Rule } from '../model/rule.ts';
import type { ServiceMatch } from '../model/service-match.ts';
import type { Outcome } from './walk-chain.ts';

/** One sentence on why it is not known what a rule does with a packet. */
export function explainMaybe({ effect, rule }: Outcome): string {
  const parts = [
    ...(effect === 'unknown' && rule.action.kind === 'jump'
      ? [`the chain ${rule.action.chain} cannot be followed`]
      : []),
    ...(rule.action.kind === 'unknown' && rule.conditions.length === 0 ? ['its effect was not understood'] : []),
    ...rule.conditions,
    ...unknownNames(rule),
    ...openQuestions(rule),
  ];
  return `line ${rule.line}: ${parts.length > 0 ? parts.join(', ') : 'it matches only a part of what was asked'}`;
}

function unknownNames({ source, destination, services }: Rule): string[] {
  const addresses = [...source.terms, ...destination.terms].flatMap((term) =>
    term.kind === 'unknown' ? [`${term.name} is not known`] : [],
  );
  return [
    ...addresses,
    ...services.flatMap(({ unknown }: ServiceMatch) => (unknown === null ? [] : [`${unknown} is not known`])),
  ];
}

function openQuestions({ from, to, zonePair, services }: Rule): string[] {
  return [
    ...(from || to || zonePair ? ['it depends on interfaces or zones'] : []),
    ...(services.some(({ sourcePorts }) => sourcePorts) ? ["it depends on the client's port"] : []),
    ...(services.some(({ icmp }) => icmp) ? ['it depends on the ICMP message'] : []),
  ];
}
