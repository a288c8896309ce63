import { Button, Modal } from '@mantine/core';
import type { Zone } from '@scopemap/contract';
import { useChange } from '../api/use-endpoint.ts';
import { ErrorNotice } from '../ui/error-notice.tsx';
import { formatPlural } from '../ui/format.ts';
import { ZoneMoves } from './zone-moves.tsx';
import './zones.css';

export function DeleteZoneDialog({ zone, onClose }: { zone: Zone; onClose: () => void }) {
  const remove = useChange('deleteZone', onClose);
  return (
    <Modal opened onClose={onClose} title={`Delete ${zone.name}?`} size="lg">
      <div className="stack">
        <div>
          {zone.hostCount === 0
            ? 'No host is in this zone.'
            : `${formatPlural(zone.hostCount, 'host')} will fall into the zone with the next longer match, or into none. Their categories are decided again.`}{' '}
          Approvals from or to this zone no longer apply. Observed traffic is kept.
        </div>
        <ZoneMoves id={zone.id} zone={null} />
        {remove.error && <ErrorNotice what="The zone was not deleted" problem={remove.error} />}
        <div className="row dialog-actions">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button color="red" loading={remove.isPending} onClick={() => remove.mutate({ params: { id: zone.id } })}>
            Delete zone
          </Button>
        </div>
      </div>
    </Modal>
  );
}
