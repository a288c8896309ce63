import type { ReactNode } from 'react';
import './notice.css';

/** Says why there is nothing and offers the one next step. */
export function EmptyState({ title, children, action }: { title: string; children?: ReactNode; action?: ReactNode }) {
  return (
    <div className="empty">
      <h2>{title}</h2>
      {children && <p className="muted">{children}</p>}
      {action}
    </div>
  );
}

/** Grey rows where rows will be. */
export function SkeletonRows({ rows = 8 }: { rows?: number }) {
  return (
    <div className="stack" role="status" aria-label="Loading">
      {Array.from({ length: rows }, (_, index) => (
        <div key={index} className="skeleton" style={{ height: 26 }} />
      ))}
    </div>
  );
}
