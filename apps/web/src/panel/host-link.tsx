import type { RelationshipRow } from '@scopemap/contract';
import { useView } from '../url/use-view.ts';

/** The name of one end; selects its host. */
export function HostLink({ side }: { side: RelationshipRow['client'] }) {
  const [, change] = useView();
  return (
    <button
      type="button"
      className="link-button"
      title={`${side.address} · ${side.zoneName ?? 'no zone'}`}
      onClick={() => change({ selection: { kind: 'host', id: String(side.hostId) } })}
    >
      {side.name ?? side.address}
    </button>
  );
}
