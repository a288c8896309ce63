import { lazy, Suspense, useEffect } from 'react';
import { MapSkeleton } from '../graph/map-skeleton.tsx';
import { findRoute } from '../routes.tsx';
import { EmptyState, SkeletonRows } from '../ui/empty-state.tsx';
import { Link } from '../url/link.tsx';
import { usePathname } from '../url/location.ts';
import { useView } from '../url/use-view.ts';
import { DropAnywhere } from './drop-anywhere.tsx';
import { FilterBar } from './filter-bar.tsx';
import { PageBoundary } from './page-boundary.tsx';
import { TopBar } from './top-bar.tsx';
import './shell.css';

const SidePanel = lazy(() => import('../panel/side-panel.tsx').then((module) => ({ default: module.SidePanel })));

/** Bars, page and side panel; the panel shows what is selected, on whichever page it was selected. */
export function Frame() {
  const route = findRoute(usePathname());
  const [view] = useView();
  useEffect(() => {
    document.title = route ? `${route.title} · Scopemap` : 'Scopemap';
  }, [route]);

  return (
    <div className="frame">
      <a className="skip-link" href="#page">
        Skip to the page
      </a>
      <TopBar current={route?.path ?? ''} />
      {route?.filtered && <FilterBar onMap={route.path === '/map'} />}
      <div className="frame-body">
        <main id="page" className="frame-page" tabIndex={-1}>
          <PageBoundary key={route?.path ?? 'none'}>
            <Suspense fallback={route?.path === '/map' ? <MapSkeleton /> : <PageSkeleton />}>
              {route ? <route.Page /> : <NoSuchPage />}
            </Suspense>
          </PageBoundary>
        </main>
        {route && view.selection && (
          <PageBoundary key={`${view.selection.kind}:${view.selection.id}`}>
            <Suspense fallback={<aside className="side-panel" />}>
              <SidePanel selection={view.selection} />
            </Suspense>
          </PageBoundary>
        )}
      </div>
      <DropAnywhere />
    </div>
  );
}

function PageSkeleton() {
  return (
    <div className="page">
      <SkeletonRows />
    </div>
  );
}

function NoSuchPage() {
  return (
    <EmptyState title="There is no such page" action={<Link href="/map">Go to the map</Link>}>
      The address may be from another version of Scopemap.
    </EmptyState>
  );
}
