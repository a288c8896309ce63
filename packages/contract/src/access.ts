import { type EndpointName, endpoints } from './endpoints.ts';
import { ROLES, type Role } from './roles.ts';

/**
 * Who may call a route: `public`: anybody; `signing-in`: whoever has given a password, whether or not a second factor or a new
 * password is still to come; else people of these roles.
 */
export type Access = 'public' | 'signing-in' | readonly Role[];

/** Routes that carry no JSON in one direction and stand outside {@link endpoints}. */
export const otherRoutes = {
  /** Multipart upload of one file; answers 202 with its {@link ImportJob}. */
  uploadCapture: { method: 'POST', path: '/api/imports' },
  /** Server-sent {@link LiveEvent}s. */
  events: { method: 'GET', path: '/api/events' },
  exportFile: { method: 'GET', path: '/api/exports/:id/file' },
  /** What the pseudonyms of a redacted pack stand for. */
  exportPseudonyms: { method: 'GET', path: '/api/exports/:id/pseudonyms.csv' },
  hostsCsv: { method: 'GET', path: '/api/hosts.csv' },
  relationshipsCsv: { method: 'GET', path: '/api/relationships.csv' },
  /** One of the staff's lists as it holds now. */
  listCsv: { method: 'GET', path: '/api/lists/:kind.csv' },
  startSingleSignOn: { method: 'GET', path: '/api/session/single-sign-on' },
  endSingleSignOn: { method: 'GET', path: '/api/session/single-sign-on/return' },
  /** The whole audit trail, an entry a line. */
  auditFile: { method: 'GET', path: '/api/audit.ndjson' },
  openApi: { method: 'GET', path: '/api/openapi.json' },
} as const;

export type RouteName = EndpointName | keyof typeof otherRoutes;

const ANYONE: readonly Role[] = ROLES;
const ADMIN: readonly Role[] = ['admin'];
const OPERATORS: readonly Role[] = ['admin', 'operator'];
const APPROVERS: readonly Role[] = ['admin', 'approver'];
/** People of the entity. */
const STAFF: readonly Role[] = ['admin', 'operator', 'approver'];

/**
 * Who may call which route: the one table that the server enforces and by which the page hides what a person cannot do. A route
 * without a line here does not compile, and the server does not start with one.
 */
export const access: Readonly<Record<RouteName, Access>> = {
  session: 'public',
  signIn: 'public',
  giveTotp: 'signing-in',
  giveRecoveryCode: 'signing-in',
  askPasskey: 'signing-in',
  givePasskey: 'signing-in',
  signOut: 'signing-in',
  keepSession: ANYONE,
  readLink: 'public',
  useLink: 'public',
  changePassword: 'signing-in',
  factors: 'signing-in',
  startTotp: 'signing-in',
  confirmTotp: 'signing-in',
  removeTotp: ANYONE,
  startPasskey: 'signing-in',
  addPasskey: 'signing-in',
  removePasskey: ANYONE,
  renewRecoveryCodes: ANYONE,
  ownSessions: ANYONE,
  endOwnSession: ANYONE,
  apiTokens: ANYONE,
  createApiToken: ANYONE,
  endApiToken: ANYONE,
  accounts: ADMIN,
  invite: ADMIN,
  changeAccount: ADMIN,
  unlockAccount: ADMIN,
  resetAccount: ADMIN,
  endAccountSessions: ADMIN,
  startSingleSignOn: 'public',
  endSingleSignOn: 'public',
  status: ANYONE,
  graph: ANYONE,
  graphDiff: ANYONE,
  mapLayout: ANYONE,
  storeMapLayout: STAFF,
  savedViews: ANYONE,
  saveView: ANYONE,
  endSavedView: ANYONE,
  matrix: ANYONE,
  hosts: ANYONE,
  host: ANYONE,
  claimHost: OPERATORS,
  previewHostClaims: ANYONE,
  claimHosts: OPERATORS,
  nameHost: OPERATORS,
  hostPath: ANYONE,
  hostAddresses: ANYONE,
  serviceEndpoints: ANYONE,
  endpointHistory: ANYONE,
  stateEndpoint: OPERATORS,
  directionChanges: ANYONE,
  relationships: ANYONE,
  exporters: ANYONE,
  exporterDays: ANYONE,
  nameExporter: OPERATORS,
  zones: ANYONE,
  createZone: OPERATORS,
  updateZone: OPERATORS,
  deleteZone: OPERATORS,
  approvals: ANYONE,
  approve: APPROVERS,
  imports: ANYONE,
  import: ANYONE,
  cancelImport: OPERATORS,
  tags: ANYONE,
  addTag: OPERATORS,
  endTag: OPERATORS,
  segments: ANYONE,
  addSegment: OPERATORS,
  endSegment: OPERATORS,
  thirdParties: ANYONE,
  addThirdParty: OPERATORS,
  endThirdParty: OPERATORS,
  controls: ANYONE,
  addControl: OPERATORS,
  endControl: OPERATORS,
  addControlBoundary: OPERATORS,
  endControlBoundary: OPERATORS,
  addRuleBinding: OPERATORS,
  endRuleBinding: OPERATORS,
  segmentationTests: ANYONE,
  addSegmentationTest: OPERATORS,
  endSegmentationTest: OPERATORS,
  boundaryWatches: ANYONE,
  addBoundaryWatch: OPERATORS,
  endBoundaryWatch: OPERATORS,
  calendarEvents: ANYONE,
  addCalendarEvent: OPERATORS,
  endCalendarEvent: OPERATORS,
  scopeSettings: ANYONE,
  setScopeSettings: ADMIN,
  scopeFacts: ANYONE,
  scopeRuns: ANYONE,
  scopeMoves: ANYONE,
  scopeSuggestions: ANYONE,
  scopeItems: ANYONE,
  scopeWhatIf: ANYONE,
  scopePlan: ANYONE,
  scopeCoverage: ANYONE,
  auditChain: ANYONE,
  auditEntries: ANYONE,
  ruleSets: ANYONE,
  ruleSet: ANYONE,
  ruleSetVerdicts: ANYONE,
  relationshipVerdicts: ANYONE,
  previewRules: OPERATORS,
  importRules: OPERATORS,
  admissions: ANYONE,
  decideSender: ADMIN,
  changeAdmissionMode: ADMIN,
  forgetWaitingSenders: ADMIN,
  snapshots: ANYONE,
  takeSnapshot: ANYONE,
  evidenceExports: ANYONE,
  startExport: ANYONE,
  evidenceExport: ANYONE,
  cancelExport: ANYONE,
  removePack: ADMIN,
  evidenceKey: ANYONE,
  snapshotChanges: ANYONE,
  confirmations: ANYONE,
  confirmation: ANYONE,
  startConfirmation: STAFF,
  writeConfirmation: STAFF,
  signConfirmation: STAFF,
  remarkOnConfirmation: ['admin', 'assessor'],
  accountDataMarks: ANYONE,
  markAccountData: OPERATORS,
  comments: ANYONE,
  startThread: ANYONE,
  answerThread: ANYONE,
  listImports: ANYONE,
  previewList: STAFF,
  importApprovals: APPROVERS,
  undoApprovals: APPROVERS,
  importList: OPERATORS,
  undoList: OPERATORS,
  lookAtFile: STAFF,
  reviewDecisions: ANYONE,
  decideReview: ['admin', 'operator', 'approver'],
  endReviewDecision: ['admin', 'operator', 'approver'],
  loadSample: OPERATORS,
  previewZone: ANYONE,
  uploadCapture: OPERATORS,
  events: ANYONE,
  exportFile: ANYONE,
  exportPseudonyms: STAFF,
  hostsCsv: ANYONE,
  relationshipsCsv: ANYONE,
  listCsv: ANYONE,
  auditFile: ANYONE,
  openApi: ANYONE,
};

const byRoute: ReadonlyMap<string, Access> = new Map(
  Object.entries({ ...endpoints, ...otherRoutes }).map(([name, { method, path }]) => [
    `${method} ${path}`,
    access[name as RouteName],
  ]),
);

/** Who may call the route of a method and a path with its parameters named (`/api/hosts/:id`). Undefined: no such route. */
export function accessOf(method: string, path: string): Access | undefined {
  return byRoute.get(`${method === 'HEAD' ? 'GET' : method} ${path}`);
}

/** Whether somebody of `role` may call a route. */
export function may(role: Role, name: RouteName): boolean {
  const who = access[name];
  return typeof who === 'string' || who.includes(role);
}
