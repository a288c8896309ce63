import { Modal, NativeSelect } from '@mantine/core';
import type { Control } from '@scopemap/contract';
import { useState } from 'react';
import { useChange } from '../api/use-endpoint.ts';
import { ReasonForm } from '../ui/reason-form.tsx';
import type { Place } from './use-places.ts';

interface BindListDialogProps {
  control: Control;
  lists: readonly string[];
  places: readonly Place[];
  onClose: () => void;
}

/** Says which list decides about connections from one zone or segment to another; routing is never inferred. */
export function BindListDialog({ control, lists, places, onClose }: BindListDialogProps) {
  const [list, setList] = useState(lists[0] ?? '');
  const [source, setSource] = useState(places[0]?.id ?? '');
  const [target, setTarget] = useState(places[1]?.id ?? '');
  const save = useChange('addRuleBinding', onClose);
  const options = places.map(({ id, name }) => ({ value: id, label: name }));
  const fields = save.error?.fields ?? {};
  return (
    <Modal opened onClose={onClose} title={`Bind a list of ${control.name}`} size="md">
      <ReasonForm
        noun="binding"
        saving={save}
        onSave={(reason) => save.mutate({ params: { id: control.id }, body: { list, source, target, reason } })}
        onClose={onClose}
      >
        <NativeSelect
          label="List"
          data={[...lists]}
          value={list}
          error={fields.list}
          onChange={(event) => setList(event.currentTarget.value)}
        />
        <NativeSelect
          label="Connections from"
          data={options}
          value={source}
          error={fields.source}
          onChange={(event) => setSource(event.currentTarget.value)}
        />
        <NativeSelect
          label="to"
          data={options}
          value={target}
          error={fields.target}
          onChange={(event) => setTarget(event.currentTarget.value)}
        />
      </ReasonForm>
    </Modal>
  );
}
