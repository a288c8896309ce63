import { ActionIcon } from '@mantine/core';
import { type ReactNode, useEffect } from 'react';
import { PairPanel } from '../matrix/pair-panel.tsx';
import { useView } from '../url/use-view.ts';
import { type Selection, selectedBundles } from '../url/view-state.ts';
import { BundlePanel } from './bundle-panel.tsx';
import { HostPanel } from './host-panel.tsx';
import { ZonePanel } from './zone-panel.tsx';
import './panel.css';

/** Everything known of what is selected. Escape closes it, unless a field or dialog has the key. */
export function SidePanel({ selection }: { selection: Selection }) {
  const [, change] = useView();
  useEffect(() => {
    const close = (event: KeyboardEvent) => {
      const target = event.target instanceof HTMLElement ? event.target : null;
      if (event.key !== 'Escape' || event.defaultPrevented) return;
      if (target?.closest('input, textarea, select, [role="dialog"]')) return;
      change({ selection: null });
    };
    window.addEventListener('keydown', close);
    return () => window.removeEventListener('keydown', close);
  }, [change]);
  return (
    <aside className="side-panel" aria-label="Details">
      <ActionIcon
        className="panel-close"
        variant="subtle"
        aria-label="Close panel"
        onClick={() => change({ selection: null })}
      >
        ✕
      </ActionIcon>
      {content(selection)}
    </aside>
  );
}

function content(selection: Selection): ReactNode {
  switch (selection.kind) {
    case 'host':
      return <HostPanel id={Number(selection.id)} />;
    case 'zone':
      return <ZonePanel id={selection.id} />;
    case 'pair':
      return <PairPanel id={selection.id} />;
    case 'bundle':
      return selectedBundles(selection).map((id) => <BundlePanel key={id} id={id} />);
  }
}
