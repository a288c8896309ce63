import type { Content } from 'pdfmake';
import type { EvidenceView } from '../evidence-view.ts';

/** Comments, questions and requests with their answers, where they were chosen for the pack. */
export function commentPages({ records: { comments } }: EvidenceView): Content[] {
  if (comments === null) return [];
  return [
    { text: 'Comments, questions and requests', style: 'heading', pageBreak: 'before' },
    {
      text: 'As they were when the pack was made. They are questions and answers of people and no part of the confirmation. All of them: records.json.',
      style: 'intro',
    },
    ...(comments.length === 0 ? [{ text: 'None.' }] : []),
    ...comments.flatMap(({ kind, subject, state, messages }): Content[] => [
      { text: `${kind} on ${subject.label}: ${state}`, bold: true, margin: [0, 6, 0, 2] },
      { ul: messages.map(({ author, at, text }) => `${author}, ${at.slice(0, 10)}: ${text}`) },
    ]),
  ];
}
