import { TextInput } from '@mantine/core';
import type { Confirmation, ConfirmationContent } from '@scopemap/contract';
import { formatDay } from '../ui/format.ts';

interface MissedCardProps {
  previous: Confirmation['previous'];
  content: ConfirmationContent;
  closed: boolean;
  onChange: (content: ConfirmationContent) => void;
}

/** Why the confirmation comes late and when it was made up for; shown where it is late, or where something was said. */
export function MissedCard({ previous, content, closed, onChange }: MissedCardProps) {
  const today = new Date().toISOString().slice(0, 10);
  if (content.missed === null && (previous === null || previous.due >= today)) return null;
  const missed = content.missed ?? { because: '', doneOn: today };
  const change = (next: Partial<typeof missed>) => {
    const said = { ...missed, ...next };
    onChange({ ...content, missed: said.because.trim() === '' ? null : said });
  };
  return (
    <section className="card confirmation-card" aria-label="Missed">
      <h2>It comes late{previous && `: it was due by ${formatDay(previous.due)}`}</h2>
      <p className="muted">
        Late is not a failure by itself where it was noticed, and why and when it was done is written down.
      </p>
      <TextInput
        label="Missed, because"
        disabled={closed}
        value={missed.because}
        onChange={(event) => change({ because: event.currentTarget.value })}
      />
      <TextInput
        type="date"
        label="Done on"
        disabled={closed}
        value={missed.doneOn}
        onChange={(event) => change({ doneOn: event.currentTarget.value || today })}
      />
    </section>
  );
}
