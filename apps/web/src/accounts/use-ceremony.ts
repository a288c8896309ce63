import { useState } from 'react';

/** Runs a passkey ceremony of the browser and keeps what went wrong, in words. */
export function useCeremony(ceremony: () => Promise<void>) {
  const [failure, setFailure] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const run = () => {
    setBusy(true);
    setFailure(null);
    ceremony()
      .catch((error: Error) => setFailure(wordsOf(error)))
      .finally(() => setBusy(false));
  };
  return { run, failure, busy };
}

function wordsOf(error: Error): string {
  if (error.name === 'NotAllowedError')
    return 'The passkey was not used: the browser was told to stop, or waited too long.';
  if (error.name === 'InvalidStateError') return 'This device has a passkey of the account already.';
  return error.message;
}
