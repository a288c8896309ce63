import { Modal, NativeSelect } from '@mantine/core';
import type { Control } from '@scopemap/contract';
import { useState } from 'react';
import { useChange } from '../api/use-endpoint.ts';
import { ReasonForm } from '../ui/reason-form.tsx';
import type { Place } from './use-places.ts';

interface SeparatesDialogProps {
  control: Control;
  places: readonly Place[];
  onClose: () => void;
}

/** Says between which two zones or segments all traffic passes the control. */
export function SeparatesDialog({ control, places, onClose }: SeparatesDialogProps) {
  const [one, setOne] = useState(places[0]?.id ?? '');
  const [other, setOther] = useState(places[1]?.id ?? '');
  const save = useChange('addControlBoundary', onClose);
  const options = places.map(({ id, name }) => ({ value: id, label: name }));
  return (
    <Modal opened onClose={onClose} title={`What ${control.name} separates`} size="md">
      <ReasonForm
        noun="boundary"
        saving={save}
        onSave={(reason) => save.mutate({ params: { id: control.id }, body: { places: [one, other], reason } })}
        onClose={onClose}
      >
        <NativeSelect
          label="All traffic between"
          data={options}
          value={one}
          error={save.error?.fields.places}
          onChange={(event) => setOne(event.currentTarget.value)}
        />
        <NativeSelect
          label="and"
          data={options}
          value={other}
          onChange={(event) => setOther(event.currentTarget.value)}
        />
      </ReasonForm>
    </Modal>
  );
}
