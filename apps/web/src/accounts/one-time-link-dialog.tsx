import { Button, Modal } from '@mantine/core';

/** A link that is shown once. */
export function OneTimeLinkDialog({ token, onClose }: { token: string; onClose: () => void }) {
  const link = `${window.location.origin}/link#${token}`;
  return (
    <Modal opened onClose={onClose} title="One-time link">
      <div className="stack">
        <p>Hand this link to the person on a way you trust. It works once, within three days, and is shown only now.</p>
        <code className="one-time-text" data-testid="one-time-link">
          {link}
        </code>
        <div className="row">
          <Button onClick={() => void navigator.clipboard.writeText(link)}>Copy</Button>
          <Button variant="default" onClick={onClose}>
            Close
          </Button>
        </div>
      </div>
    </Modal>
  );
}
