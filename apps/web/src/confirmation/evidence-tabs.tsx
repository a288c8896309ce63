import { Link } from '../url/link.tsx';
import './confirmation.css';

const TABS = [
  ['/evidence', 'Snapshots and packs'],
  ['/confirmation', 'Scope confirmation'],
  ['/account-data', 'Account-data flows'],
  ['/changes', 'Changes'],
  ['/requests', 'Comments and requests'],
] as const;

/** The pages of evidence side by side. */
export function EvidenceTabs({ current }: { current: (typeof TABS)[number][0] }) {
  return (
    <nav className="evidence-tabs" aria-label="Evidence">
      {TABS.map(([path, title]) => (
        <Link key={path} href={path} aria-current={path === current ? 'page' : undefined}>
          {title}
        </Link>
      ))}
    </nav>
  );
}
