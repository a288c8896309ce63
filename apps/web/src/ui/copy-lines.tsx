import { Button } from '@mantine/core';
import { useState } from 'react';
import './copy-lines.css';

/** Lines to copy exactly as they stand. Where the clipboard is closed (plain http), the lines are selected instead. */
export function CopyLines({ label, text }: { label: string; text: string }) {
  const [state, setState] = useState<'idle' | 'copied' | 'selected'>('idle');
  const copy = async (block: HTMLElement | null) => {
    try {
      await navigator.clipboard.writeText(text);
      setState('copied');
    } catch {
      if (block) window.getSelection()?.selectAllChildren(block);
      setState('selected');
    }
  };
  return (
    <section className="copy-lines" aria-label={label}>
      <pre>
        <code>{text}</code>
      </pre>
      <Button
        variant="default"
        size="compact-xs"
        onClick={(event) => {
          void copy(event.currentTarget.parentElement?.querySelector('pre') ?? null);
        }}
      >
        {state === 'copied' ? 'Copied' : state === 'selected' ? 'Selected: press Ctrl+C' : 'Copy'}
      </Button>
    </section>
  );
}
