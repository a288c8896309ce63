import { Button, NativeSelect, TextInput } from '@mantine/core';
import { SCOPE_CLAIMS, type ScopeClaim } from '@scopemap/scope-model';
import { type FormEvent, useState } from 'react';
import { useEndpoint } from '../api/use-endpoint.ts';
import { CLAIM_WORDS } from '../ui/words.ts';
import type { PlannedChange } from './planned-change.ts';

const KINDS = {
  'move-asset': 'A system moves to a zone',
  'move-prefix': 'A network moves to a zone',
  claim: 'A system is claimed',
  'account-data': 'A system handles account data',
  'no-account-data': 'A system handles none',
  'pass-test': 'A segmentation test passes',
} as const;

type Kind = keyof typeof KINDS;

interface Fields {
  readonly kind: Kind;
  readonly what: string;
  readonly zone: string;
  readonly other: string;
  readonly claim: ScopeClaim;
}

/** The change that the fields say, with words; null while something is missing. */
function changeOf({ kind, what, zone, other, claim }: Fields, nameOf: (zone: string) => string): PlannedChange | null {
  const asset = what.trim();
  const to = { kind: 'zone', id: zone } as const;
  const subject = { kind: 'asset', id: asset } as const;
  if (kind === 'pass-test') {
    if (zone === '' || other === '' || zone === other) return null;
    const from = { kind: 'zone', id: other } as const;
    return { words: `A test from ${nameOf(other)} to ${nameOf(zone)} passes`, change: { kind, from, to } };
  }
  if (asset === '') return null;
  switch (kind) {
    case 'move-asset':
      return zone === '' ? null : { words: `${asset} moves to ${nameOf(zone)}`, change: { kind, asset, to } };
    case 'move-prefix':
      return zone === '' ? null : { words: `${asset} moves to ${nameOf(zone)}`, change: { kind, prefix: asset, to } };
    case 'claim':
      return {
        words: `${asset} is claimed: ${CLAIM_WORDS[claim]}`,
        change: { kind: 'add-tag', subject, statement: { kind: 'claim', claim } },
      };
    case 'account-data':
      return {
        words: `${asset} stores, processes or transmits account data`,
        change: {
          kind: 'add-tag',
          subject,
          statement: { kind: 'account-data', stores: true, processes: true, transmits: true },
        },
      };
    case 'no-account-data':
      return {
        words: `${asset} handles no account data`,
        change: { kind: 'add-tag', subject, statement: { kind: 'no-account-data' } },
      };
  }
}

/** One more change to try. */
export function ChangeForm({ onAdd }: { onAdd: (change: PlannedChange) => void }) {
  const [fields, setFields] = useState<Fields>({ kind: 'move-asset', what: '', zone: '', other: '', claim: 'cde' });
  const zones = useEndpoint('zones', {}).data?.zones ?? [];
  const nameOf = (id: string) => zones.find((zone) => `zone-${zone.id}` === id)?.name ?? id;
  const set = (change: Partial<Fields>) => setFields((before) => ({ ...before, ...change }));
  const options = [
    { value: '', label: 'Choose a zone' },
    ...zones.map((zone) => ({ value: `zone-${zone.id}`, label: zone.name })),
  ];
  const planned = changeOf(fields, nameOf);
  const { kind } = fields;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!planned) return;
    onAdd(planned);
    set({ what: '' });
  };
  return (
    <form className="row change-form" onSubmit={submit} aria-label="A change to try">
      <NativeSelect
        label="What if"
        data={Object.entries(KINDS).map(([value, label]) => ({ value, label }))}
        value={kind}
        onChange={(event) => set({ kind: event.currentTarget.value as Kind })}
      />
      {kind !== 'pass-test' && (
        <TextInput
          label={kind === 'move-prefix' ? 'Network' : 'Address'}
          placeholder={kind === 'move-prefix' ? '10.10.2.0/27' : '10.10.2.7'}
          value={fields.what}
          onChange={(event) => set({ what: event.currentTarget.value })}
        />
      )}
      {kind === 'pass-test' && (
        <NativeSelect
          label="From"
          data={options}
          value={fields.other}
          onChange={(event) => set({ other: event.currentTarget.value })}
        />
      )}
      {(kind === 'pass-test' || kind === 'move-asset' || kind === 'move-prefix') && (
        <NativeSelect
          label="To"
          data={options}
          value={fields.zone}
          onChange={(event) => set({ zone: event.currentTarget.value })}
        />
      )}
      {kind === 'claim' && (
        <NativeSelect
          label="Claim"
          data={SCOPE_CLAIMS.map((claim) => ({ value: claim, label: CLAIM_WORDS[claim] }))}
          value={fields.claim}
          onChange={(event) => set({ claim: event.currentTarget.value as ScopeClaim })}
        />
      )}
      <Button type="submit" variant="default" disabled={!planned}>
        Add
      </Button>
    </form>
  );
}
