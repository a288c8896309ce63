import { type Confirmation, ELEMENTS } from '@scopemap/contract';
import { ELEMENT_NAMES } from '../tables/element-names.ts';

/** What has to be written before anybody signs; `now` is a day (ISO 8601). Empty when nothing is lacking. */
export function whatIsLacking(
  { content, candidates, previous }: Pick<Confirmation, 'content' | 'candidates' | 'previous'>,
  now: string,
): string[] {
  const lacking: string[] = [];
  for (const number of ELEMENTS) {
    const said = content.elements.find(({ element }) => element === number);
    const name = `Element ${number} (${ELEMENT_NAMES[number]})`;
    if (!said || said.statement.trim() === '') lacking.push(`${name} has no statement.`);
    else if (said.result === 'open' && said.openItems.length === 0)
      lacking.push(`${name} is open, and no open item says what is to be done.`);
  }
  const decided = new Set(content.decisions.map(({ key }) => key));
  const undecided = candidates.filter(({ key }) => !decided.has(key)).length;
  if (undecided > 0) lacking.push(`${undecided} possible significant changes are neither accepted nor dismissed.`);
  if (previous && previous.due < now && content.missed === null)
    lacking.push(
      `The confirmation was due on ${previous.due}: say why it was missed and when it was done. Late is not a failure by itself where that is written down.`,
    );
  return lacking;
}
