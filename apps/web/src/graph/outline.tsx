import { type KeyboardEvent, useMemo, useRef, useState } from 'react';
import { useView } from '../url/use-view.ts';
import type { Selection } from '../url/view-state.ts';
import { type OutlineNode, type OutlineRow, visibleRows } from './outline-tree.ts';

/** The map as a tree of text, for screen readers, keyboards and search by eye. It selects what the picture selects. */
export function Outline({ nodes }: { nodes: readonly OutlineNode[] }) {
  const [view, change] = useView();
  /** Keys that the person opened or closed: the first level is open at first, the others are not. */
  const [turned, setTurned] = useState<ReadonlySet<string>>(new Set());
  const [active, setActive] = useState<string | null>(null);
  const tree = useRef<HTMLDivElement>(null);
  const open = useMemo(() => inOneOnly(turned, new Set(nodes.map((node) => node.key))), [nodes, turned]);
  const rows = useMemo(() => visibleRows(nodes, open), [nodes, open]);
  const current = rows.find((row) => row.node.key === active) ?? rows[0];

  const focusRow = (row: OutlineRow | undefined) => {
    if (!row) return;
    setActive(row.node.key);
    tree.current?.querySelector<HTMLElement>(`[data-key="${CSS.escape(row.node.key)}"]`)?.focus();
  };
  const toggle = (key: string, to: boolean) => {
    if (to !== open.has(key)) setTurned((old) => inOneOnly(old, new Set([key])));
  };
  const select = (row: OutlineRow) => {
    if (row.node.selection) change({ selection: row.node.selection });
    else toggle(row.node.key, !open.has(row.node.key));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (!current) return;
    const index = rows.indexOf(current);
    const isOpen = open.has(current.node.key);
    const actions: Record<string, () => void> = {
      ArrowDown: () => focusRow(rows[index + 1]),
      ArrowUp: () => focusRow(rows[index - 1]),
      Home: () => focusRow(rows[0]),
      End: () => focusRow(rows.at(-1)),
      ArrowRight: () => (isOpen ? focusRow(rows[index + 1]) : toggle(current.node.key, true)),
      ArrowLeft: () =>
        isOpen && current.node.children.length > 0
          ? toggle(current.node.key, false)
          : focusRow(rows.find((row) => row.node.key === current.parent)),
      Enter: () => select(current),
      ' ': () => select(current),
    };
    const action = actions[event.key];
    if (!action || event.shiftKey) return;
    event.preventDefault();
    event.stopPropagation();
    action();
  };

  return (
    <div className="outline" role="tree" aria-label="Outline of the map" ref={tree} onKeyDown={onKeyDown}>
      {rows.map((row) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents: the tree around it takes the keys
        <div
          key={row.node.key}
          data-key={row.node.key}
          role="treeitem"
          aria-level={row.level}
          aria-posinset={row.position}
          aria-setsize={row.siblings}
          aria-expanded={row.node.children.length > 0 ? open.has(row.node.key) : undefined}
          aria-selected={isSelected(row.node.selection, view.selection)}
          tabIndex={row === current ? 0 : -1}
          className={`outline-row outline-level-${row.level}`}
          onFocus={() => setActive(row.node.key)}
          onClick={() => {
            setActive(row.node.key);
            select(row);
          }}
        >
          <span className="outline-twist" aria-hidden="true">
            {row.node.children.length === 0 ? '' : open.has(row.node.key) ? '▾' : '▸'}
          </span>
          {row.node.text}
        </div>
      ))}
    </div>
  );
}

function isSelected(own: Selection | null, selected: Selection | null): boolean {
  return own !== null && selected !== null && own.kind === selected.kind && own.id === selected.id;
}

function inOneOnly(a: ReadonlySet<string>, b: ReadonlySet<string>): ReadonlySet<string> {
  return new Set([...[...a].filter((key) => !b.has(key)), ...[...b].filter((key) => !a.has(key))]);
}
