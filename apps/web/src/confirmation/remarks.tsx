import { Button, NativeSelect, Textarea } from '@mantine/core';
import { type Confirmation, ELEMENTS } from '@scopemap/contract';
import { useState } from 'react';
import { useChange } from '../api/use-endpoint.ts';
import { ErrorNotice } from '../ui/error-notice.tsx';
import { formatInstant } from '../ui/format.ts';
import type { ElementNumber } from './confirmation-words.ts';

/** What the assessor says: remarks, and the own validation apart from the signatures of the entity. */
export function Remarks({ confirmation: { id, remarks } }: { confirmation: Confirmation }) {
  const [text, setText] = useState('');
  const [element, setElement] = useState<ElementNumber | null>(null);
  const save = useChange('remarkOnConfirmation', () => setText(''));
  const say = (kind: 'comment' | 'validation') => save.mutate({ params: { id }, body: { kind, element, text } });
  return (
    <section className="card confirmation-card" aria-label="Assessor">
      <h2>Assessor</h2>
      <p className="muted">Remarks and the assessor’s own validation. They are no signature of the entity.</p>
      <ul>
        {remarks.map((remark) => (
          <li key={`${remark.at} ${remark.author} ${remark.text}`}>
            <strong>{remark.kind === 'validation' ? 'Validation' : 'Comment'}</strong>
            {remark.element !== null && ` on element ${remark.element}`} by {remark.author}, {formatInstant(remark.at)}{' '}
            UTC: {remark.text}
          </li>
        ))}
      </ul>
      <NativeSelect
        label="About"
        data={[
          { value: '', label: 'The confirmation as a whole' },
          ...ELEMENTS.map((number) => ({ value: String(number), label: `Element ${number}` })),
        ]}
        value={element === null ? '' : String(element)}
        onChange={(event) => {
          const { value } = event.currentTarget;
          setElement(value === '' ? null : (Number(value) as ElementNumber));
        }}
      />
      <Textarea
        label="Remark"
        rows={2}
        value={text}
        error={save.error?.fields.text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      {save.error && <ErrorNotice what="The remark was not saved" problem={save.error} />}
      <div className="row">
        <Button variant="default" disabled={text.trim() === ''} onClick={() => say('comment')}>
          Add comment
        </Button>
        <Button variant="default" disabled={text.trim() === ''} onClick={() => say('validation')}>
          Record validation
        </Button>
      </div>
    </section>
  );
}
