import type { Content } from 'pdfmake';
import type { EvidenceView } from '../evidence-view.ts';
import { signatureOf } from '../tables/scope-confirmation.ts';

const STEPS = [
  ['prepared', 'Prepared by'],
  ['reviewed', 'Reviewed by'],
  ['approved', 'Approved by'],
] as const;

/** Who signed, or lines to sign on; the assessor's own words stand apart. */
export function signOff({ records: { confirmation } }: EvidenceView): Content[] {
  const rows = STEPS.map(([step, name]) => {
    const signature = confirmation && signatureOf(confirmation, step);
    if (!signature) return [name, '', '', ''];
    return [name, `${signature.author}, ${signature.title}`, 'recorded in the installation', signature.at.slice(0, 10)];
  });
  return [
    { text: 'Confirmation by the entity (12.5.2)', style: 'heading', pageBreak: 'before' },
    {
      text: 'The entity confirms its scope; this pack supports that confirmation and is not the assessor’s own validation. The three signatures are of different people.',
      style: 'intro',
    },
    ...(confirmation ? [{ text: about(confirmation), margin: [0, 0, 0, 8] } satisfies Content] : []),
    {
      table: {
        headerRows: 1,
        widths: [120, '*', '*', 110],
        heights: (row: number) => (row === 0 ? 14 : 34),
        body: [['', 'Name and position', 'Signature', 'Date'].map((text) => ({ text, style: 'header' })), ...rows],
      },
    },
    { text: 'Remarks and validation of the assessor', style: 'subheading', margin: [0, 16, 0, 4] },
    { text: 'Apart from the confirmation by the entity, and no part of it.', style: 'intro' },
    remarks(confirmation),
  ];
}

type Confirmation = NonNullable<EvidenceView['records']['confirmation']>;

function about({ id, version, state, entityRole, nextDue, content }: Confirmation): string {
  const due = nextDue ? ` The next confirmation is due by ${nextDue}.` : '';
  const missed = content.missed
    ? ` It was missed, because ${content.missed.because}; it was done on ${content.missed.doneOn}.`
    : '';
  return `Confirmation ${id}, version ${version}, of a ${entityRole.replaceAll('-', ' ')}: ${state}.${due}${missed}`;
}

function remarks(confirmation: Confirmation | null): Content {
  const all = confirmation?.remarks ?? [];
  if (all.length === 0) return { text: 'None was recorded.' };
  return {
    ul: all.map(({ kind, element, text, author, at }) => {
      const on = element === null ? '' : ` on element ${element}`;
      return `${kind === 'validation' ? 'Validation' : 'Comment'}${on} by ${author}, ${at.slice(0, 10)}: ${text}`;
    }),
  };
}
