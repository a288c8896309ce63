import { Button, Modal, NativeSelect, Textarea, TextInput } from '@mantine/core';
import type { Zone } from '@scopemap/contract';
import { SCOPE_CLAIMS, type ScopeClaim } from '@scopemap/scope-model';
import { type FormEvent, useState } from 'react';
import { useChange } from '../api/use-endpoint.ts';
import { ErrorNotice } from '../ui/error-notice.tsx';
import { CLAIM_MEANING, CLAIM_WORDS } from '../ui/words.ts';
import {
  EMPTY_ZONE,
  type FieldErrors,
  gatherFieldErrors,
  readZoneFields,
  toFields,
  type ZoneFields,
} from './zone-fields.ts';
import { ZoneMoves } from './zone-moves.tsx';
import './zones.css';

interface ZoneDialogProps {
  /** The zone to edit; null creates one. */
  zone: Zone | null;
  initial?: Partial<ZoneFields>;
  onClose: () => void;
}

export function ZoneDialog({ zone, initial, onClose }: ZoneDialogProps) {
  const [fields, setFields] = useState<ZoneFields>(zone ? toFields(zone) : { ...EMPTY_ZONE, ...initial });
  const [wrong, setWrong] = useState<FieldErrors>({});
  const create = useChange('createZone', onClose);
  const update = useChange('updateZone', onClose);
  const problem = create.error ?? update.error;
  const serverErrors = problem ? gatherFieldErrors(problem.fields) : {};
  const errors = { ...serverErrors, ...wrong };
  const set = (change: Partial<ZoneFields>) => setFields((old) => ({ ...old, ...change }));

  const { draft } = readZoneFields(fields);

  const submit = (event: FormEvent) => {
    event.preventDefault();
    const read = readZoneFields(fields);
    setWrong(read.errors ?? {});
    if (!read.draft) return;
    if (zone) update.mutate({ params: { id: zone.id }, body: read.draft });
    else create.mutate({ body: read.draft });
  };

  return (
    <Modal opened onClose={onClose} title={zone ? `Edit ${zone.name}` : 'Create zone'} size="lg">
      <form onSubmit={submit} noValidate className="stack">
        <TextInput
          data-autofocus
          label="Name"
          placeholder="Card vault"
          value={fields.name}
          error={errors.name}
          onChange={(event) => set({ name: event.currentTarget.value })}
        />
        <Textarea
          label="Networks"
          description="CIDR prefixes, one per line"
          placeholder={'10.10.2.0/27\n2001:db8:12::/64'}
          autosize={false}
          rows={4}
          value={fields.prefixes}
          error={errors.prefixes}
          onChange={(event) => set({ prefixes: event.currentTarget.value })}
          styles={{ input: { fontFamily: 'var(--font-mono)' } }}
        />
        <NativeSelect
          label="Claim"
          description={CLAIM_MEANING[fields.claim]}
          data={SCOPE_CLAIMS.map((claim) => ({ value: claim, label: CLAIM_WORDS[claim] }))}
          value={fields.claim}
          error={errors.claim}
          onChange={(event) => set({ claim: event.currentTarget.value as ScopeClaim })}
        />
        <Textarea
          label="Description"
          rows={2}
          value={fields.description}
          error={errors.description}
          onChange={(event) => set({ description: event.currentTarget.value })}
        />
        {draft && <ZoneMoves id={zone?.id ?? null} zone={draft} />}
        {problem && <ErrorNotice what="The zone was not saved" problem={problem} />}
        <div className="row dialog-actions">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={create.isPending || update.isPending}>
            {zone ? 'Save' : 'Create zone'}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
