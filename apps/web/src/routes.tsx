import { type ComponentType, lazy } from 'react';

export interface Route {
  readonly path: string;
  readonly title: string;
  readonly Page: ComponentType;
  /** Shows relationships: has the filter bar and the side panel. */
  readonly filtered: boolean;
  /** Path of the page under whose name it stands in the navigation; without it the page has a name of its own there. */
  readonly within?: string;
}

/** The pages side by side. Each is loaded when first opened. */
export const ROUTES: readonly Route[] = [
  {
    path: '/map',
    title: 'Map',
    filtered: true,
    Page: lazy(() => import('./graph/graph-page.tsx').then((module) => ({ default: module.GraphPage }))),
  },
  {
    path: '/hosts',
    title: 'Hosts',
    filtered: true,
    Page: lazy(() => import('./hosts/hosts-page.tsx').then((module) => ({ default: module.HostsPage }))),
  },
  {
    path: '/relationships',
    title: 'Relationships',
    filtered: true,
    Page: lazy(() =>
      import('./relationships/relationships-page.tsx').then((module) => ({ default: module.RelationshipsPage })),
    ),
  },
  {
    path: '/matrix',
    title: 'Matrix',
    filtered: true,
    Page: lazy(() => import('./matrix/matrix-page.tsx').then((module) => ({ default: module.MatrixPage }))),
  },
  {
    path: '/review',
    title: 'Review',
    filtered: true,
    Page: lazy(() => import('./review/review-page.tsx').then((module) => ({ default: module.ReviewPage }))),
  },
  {
    path: '/zones',
    title: 'Zones',
    filtered: false,
    Page: lazy(() => import('./zones/zones-page.tsx').then((module) => ({ default: module.ZonesPage }))),
  },
  {
    path: '/rules',
    title: 'Rules',
    filtered: false,
    Page: lazy(() => import('./rules/rules-page.tsx').then((module) => ({ default: module.RulesPage }))),
  },
  {
    path: '/planning',
    title: 'Planning',
    filtered: false,
    Page: lazy(() => import('./planning/planning-page.tsx').then((module) => ({ default: module.PlanningPage }))),
  },
  {
    path: '/runs',
    title: 'History',
    filtered: false,
    Page: lazy(() => import('./runs/runs-page.tsx').then((module) => ({ default: module.RunsPage }))),
  },
  {
    path: '/evidence',
    title: 'Evidence',
    filtered: false,
    Page: lazy(() => import('./evidence/evidence-page.tsx').then((module) => ({ default: module.EvidencePage }))),
  },
  {
    path: '/confirmation',
    title: 'Scope confirmation',
    filtered: false,
    within: '/evidence',
    Page: lazy(() =>
      import('./confirmation/confirmation-page.tsx').then((module) => ({ default: module.ConfirmationPage })),
    ),
  },
  {
    path: '/account-data',
    title: 'Account-data flows',
    filtered: false,
    within: '/evidence',
    Page: lazy(() =>
      import('./confirmation/account-data-page.tsx').then((module) => ({ default: module.AccountDataPage })),
    ),
  },
  {
    path: '/changes',
    title: 'Changes between snapshots',
    filtered: false,
    within: '/evidence',
    Page: lazy(() => import('./confirmation/changes-page.tsx').then((module) => ({ default: module.ChangesPage }))),
  },
  {
    path: '/requests',
    title: 'Comments and requests',
    filtered: false,
    within: '/evidence',
    Page: lazy(() => import('./comments/requests-page.tsx').then((module) => ({ default: module.RequestsPage }))),
  },
  {
    path: '/exporters',
    title: 'Exporters',
    filtered: false,
    Page: lazy(() => import('./exporters/exporters-page.tsx').then((module) => ({ default: module.ExportersPage }))),
  },
  {
    path: '/coverage',
    title: 'Coverage',
    filtered: false,
    Page: lazy(() => import('./coverage/coverage-page.tsx').then((module) => ({ default: module.CoveragePage }))),
  },
  {
    path: '/audit',
    title: 'Audit',
    filtered: false,
    Page: lazy(() => import('./audit/audit-page.tsx').then((module) => ({ default: module.AuditPage }))),
  },
  {
    path: '/import',
    title: 'Import',
    filtered: false,
    Page: lazy(() => import('./import/import-page.tsx').then((module) => ({ default: module.ImportPage }))),
  },
];

/** The page of a path; `/` is the map. Undefined: no such page. */
export function findRoute(pathname: string): Route | undefined {
  const path = pathname.replace(/\/+$/, '') || '/map';
  return ROUTES.find((route) => route.path === path);
}
