import { Button } from '@mantine/core';

/** Codes that are shown once. */
export function RecoveryCodes({ codes, onDone }: { codes: readonly string[]; onDone: () => void }) {
  return (
    <div className="stack">
      <p>
        Each of these recovery codes lets you in once, should the second factor be lost. They are shown only now: keep
        them where your password is not.
      </p>
      <ul className="recovery-codes" aria-label="Recovery codes">
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
      <div className="row">
        <Button size="sm" onClick={onDone}>
          I have kept them
        </Button>
        <Button variant="default" size="sm" onClick={() => void navigator.clipboard.writeText(codes.join('\n'))}>
          Copy
        </Button>
      </div>
    </div>
  );
}
