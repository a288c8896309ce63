import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import type { Rearrangement } from './use-map-geometry.ts';

interface TidyProps {
  rearrangement: Rearrangement;
  /** The picture shows less than everything: of a part, no arrangement of the whole can be made. */
  narrowed: boolean;
  onShow: () => void;
}

const failed = (error: unknown) =>
  notifications.show({ color: 'red', title: 'It was not arranged anew', message: (error as Error).message });

/** Arranges everything anew: first to be looked at, then for everybody, with a way back. */
export function TidyButton({ rearrangement, narrowed, onShow }: TidyProps) {
  return (
    <Button
      variant="default"
      title={narrowed ? 'Clear the filters first: everything is arranged together' : 'Shows first how it would look'}
      disabled={narrowed || rearrangement.previewed}
      onClick={() => {
        rearrangement.preview();
        onShow();
      }}
    >
      Tidy…
    </Button>
  );
}

/** Over the picture while a new arrangement is looked at. */
export function TidyPreview({ rearrangement, onShow }: Omit<TidyProps, 'narrowed'>) {
  const undo = async (back: () => Promise<void>, id: string) => {
    notifications.hide(id);
    await back().catch(failed);
    onShow();
  };
  const keep = async () => {
    try {
      const back = await rearrangement.keep();
      const id = notifications.show({
        title: 'Arranged anew for everybody',
        message: (
          <Button variant="default" onClick={() => void undo(back, id)}>
            Undo
          </Button>
        ),
        autoClose: 30_000,
      });
    } catch (error) {
      failed(error);
    }
  };
  return (
    <div className="map-preview" role="status">
      <span>Preview: arranged anew. Nobody else sees it yet.</span>
      <Button onClick={() => void keep()}>Keep for everybody</Button>
      <Button
        variant="default"
        onClick={() => {
          rearrangement.drop();
          onShow();
        }}
      >
        Leave as it was
      </Button>
    </div>
  );
}
