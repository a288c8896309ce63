const STATE = {
  queued: { mark: '…', words: 'Waiting', className: '' },
  running: { mark: '▸', words: null, className: '' },
  done: { mark: '✓', words: 'Done', className: 'badge-approved' },
  failed: { mark: '✕', words: 'Failed', className: 'badge-violation' },
  cancelled: { mark: '○', words: 'Cancelled', className: '' },
} as const;

/** How far a job of the server is. `running`: the word for what it does. */
export function JobStateBadge({ state, running }: { state: keyof typeof STATE; running: string }) {
  const { mark, words, className } = STATE[state];
  return (
    <span className={`badge ${className}`}>
      <span aria-hidden="true">{mark}</span>
      {words ?? running}
    </span>
  );
}
