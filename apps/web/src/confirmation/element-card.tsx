import { NativeSelect, Textarea } from '@mantine/core';
import type { ConfirmationContent, ElementAnswer } from '@scopemap/contract';
import { formatCount } from '../ui/format.ts';
import { Link } from '../url/link.tsx';
import {
  ELEMENT_WORDS,
  type ElementNumber,
  linesOf,
  pageOfTable,
  RESULT_WORDS,
  withElement,
} from './confirmation-words.ts';
import { LinesField } from './lines-field.tsx';

type Result = ConfirmationContent['elements'][number]['result'];

interface ElementCardProps {
  element: ElementNumber;
  answer: ElementAnswer | undefined;
  content: ConfirmationContent;
  closed: boolean;
  onChange: (content: ConfirmationContent) => void;
}

/** One element of 12.5.2: to the left what the snapshot shows and leaves open, to the right what people say. */
export function ElementCard({ element, answer, content, closed, onChange }: ElementCardProps) {
  const said = content.elements.find((one) => one.element === element);
  const change = (next: Parameters<typeof withElement>[2]) => onChange(withElement(content, element, next));
  return (
    <section className="card confirmation-card" aria-label={`Element ${element}`}>
      <h2>
        {element}. {ELEMENT_WORDS[element]}
      </h2>
      <div className="element-sides">
        <div>
          <h3>The snapshot shows</h3>
          <ul>
            {answer?.findings.map(({ text, count, table }) => (
              <li key={text}>
                {text}: <span className="finding-count">{formatCount(count)}</span> <TableLink table={table} />
              </li>
            ))}
          </ul>
          {answer && answer.open.length > 0 && (
            <>
              <h3>It leaves open</h3>
              <ul>
                {answer.open.map((text) => (
                  <li key={text} className="open-point">
                    {text}
                  </li>
                ))}
              </ul>
            </>
          )}
        </div>
        <div>
          <NativeSelect
            label={`Result of element ${element}`}
            disabled={closed}
            data={[
              ...(said ? [] : [{ value: '', label: 'Not answered' }]),
              ...Object.entries(RESULT_WORDS).map(([value, label]) => ({ value, label })),
            ]}
            value={said?.result ?? ''}
            onChange={(event) => change({ result: event.currentTarget.value as Result })}
          />
          <Textarea
            label="Statement of the entity"
            rows={3}
            disabled={closed}
            value={said?.statement ?? ''}
            onChange={(event) => change({ statement: event.currentTarget.value })}
          />
          <LinesField
            label="Documents, one a line"
            disabled={closed}
            lines={said?.artefacts ?? []}
            onChange={(text) => change({ artefacts: linesOf(text) })}
          />
          <LinesField
            label="Open items, one a line"
            disabled={closed}
            lines={said?.openItems ?? []}
            onChange={(text) => change({ openItems: linesOf(text) })}
          />
        </div>
      </div>
    </section>
  );
}

function TableLink({ table }: { table: string }) {
  const page = pageOfTable(table);
  if (!page) return <span className="muted">(table {table} of the pack)</span>;
  return (
    <span className="muted">
      (<Link href={page.href}>{page.title}</Link>, table {table})
    </span>
  );
}
