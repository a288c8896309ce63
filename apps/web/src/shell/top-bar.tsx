import { ActionIcon, useComputedColorScheme, useMantineColorScheme } from '@mantine/core';
import { useEndpoint } from '../api/use-endpoint.ts';
import { findRoute, ROUTES } from '../routes.tsx';
import { Link } from '../url/link.tsx';
import { useView } from '../url/use-view.ts';
import { writeViewState } from '../url/view-state.ts';
import { PeriodMenu } from './period-menu.tsx';

/** Product, pages, state of the collector, period, colour scheme. Filters go along from page to page; the selection does not. */
export function TopBar({ current }: { current: string }) {
  const [view] = useView();
  const section = findRoute(current)?.within ?? current;
  const search = writeViewState({ ...view, selection: null, why: false, viewport: null });
  return (
    <header className="top-bar">
      <Link href={`/map${search}`} className="product">
        Scope map
      </Link>
      <nav aria-label="Pages">
        <ul>
          {ROUTES.filter(({ within }) => within === undefined).map(({ path, title }) => (
            <li key={path}>
              <Link href={path + search} aria-current={path === section ? 'page' : undefined}>
                {title}
              </Link>
            </li>
          ))}
        </ul>
      </nav>
      <div className="top-bar-end">
        <CollectorState />
        <PeriodMenu />
        <ColorSchemeButton />
      </div>
    </header>
  );
}

function CollectorState() {
  const status = useEndpoint('status', {}, { refetchInterval: 15_000 });
  if (status.isError) return <span className="badge badge-violation">✕ server not reachable</span>;
  if (!status.data || status.data.collector === 'unknown') return null;
  const ports = status.data.flowPorts.join(', ');
  return status.data.collector === 'running' ? (
    <span className="muted collector" title={`Listening for NetFlow v5, v9 and IPFIX on UDP ${ports}`}>
      <span className="live-dot" aria-hidden="true" /> Collector on UDP {ports}
    </span>
  ) : (
    <span className="badge badge-unreviewed">! collector stopped</span>
  );
}

function ColorSchemeButton() {
  const { setColorScheme } = useMantineColorScheme();
  const dark = useComputedColorScheme('light') === 'dark';
  const label = dark ? 'Use light colours' : 'Use dark colours';
  return (
    <ActionIcon aria-label={label} title={label} onClick={() => setColorScheme(dark ? 'light' : 'dark')}>
      <svg width="16" height="16" viewBox="0 0 16 16" aria-hidden="true">
        {dark ? (
          <path
            fill="none"
            stroke="currentColor"
            strokeWidth="1.5"
            d="M8 5a3 3 0 1 1 0 6 3 3 0 0 1 0-6zM8 .8v1.7M8 13.500v1.7M.8 8h1.7M13.500 8h1.7M2.900 2.900l1.200 1.200M11.900 11.900l1.200 1.200M13.100 2.900l-1.200 1.200M4.100 11.900l-1.200 1.200"
          />
        ) : (
          <path
            fill="none"
            stroke="currentColor"
            strokeWidth="1.5"
            d="M13.500 9.500A6 6 0 0 1 6.500 2.500a6 6 0 1 0 7 7z"
          />
        )}
      </svg>
    </ActionIcon>
  );
}
