import { accountDataOf } from './account-data.ts';
import { hosts, undeclaredAddresses } from './hosts.ts';
import type { ReferenceHost } from './reference-host.ts';

/** Category codes of the scope model, as written there. */
export type ExpectedCategoryCode =
  | 'CDE_CHD'
  | 'CDE_CONTAMINATED'
  | 'SEGMENTING'
  | 'SECURITY_IMPACTING'
  | 'CONNECTED'
  | 'CONNECTED_INDIRECT'
  | 'OUT_OF_SCOPE'
  | 'UNDETERMINED'
  | 'EXTERNAL';

export interface ExpectedCategory {
  readonly category: ExpectedCategoryCode;
  /** Code of the reason that decides. */
  readonly ground: string;
  readonly reason: string;
}

/** Expected result per host name; systems outside the inventory stand under their address. */
export type ExpectedCategories = ReadonlyMap<string, ExpectedCategory>;

function expected(category: ExpectedCategoryCode, ground: string, reason: string): ExpectedCategory {
  return { category, ground, reason };
}

const UNPROVEN = 'No rules and no segmentation test are imported, so out of scope cannot be proven.';

/** Contact with the CDE that contradicts what the zone claims; written by hand, and compared with the truth by a test. */
const inContact: Readonly<Record<string, string>> = {
  'build-03': 'Established SSH to pay-app-07.',
  'bi-02': 'Established database sessions to vault-db-03.',
  'nas-02': 'Pulls dumps from vault-bkp-01 every week.',
  'file-01': 'recon-01 opens its share.',
  'showroom-nat': 'Established sessions to pay-api-02.',
};

/** Relays of the DMZ that payment systems use. */
const relays: ReadonlySet<string> = new Set(['mta-01', 'proxy-01', 'proxy-02', 'sftp-01']);

function byClaim({ name, zone, claim }: ReferenceHost): ExpectedCategory {
  switch (zone) {
    case 'Payment application':
    case 'Card vault':
    case 'Store POS':
      return claim?.claim === 'cde'
        ? expected('CDE_CHD', 'claimed-cde', claim.reason)
        : expected('CDE_CONTAMINATED', 'same-segment', 'In a segment with systems that hold account data.');
    case 'Store gateways':
      return expected('CONNECTED', 'contact', 'In contact with the terminals and the payment interface.');
    case 'DMZ':
      if (claim) return expected('SECURITY_IMPACTING', 'claimed', claim.reason);
      return relays.has(name)
        ? expected('CONNECTED', 'contact', 'Payment systems use it.')
        : expected('CONNECTED', 'claimed', 'Its zone is claimed as connected.');
    case 'Security & management':
    case 'Network devices':
    case 'Virtualisation':
    case 'Perimeter':
      return expected('SECURITY_IMPACTING', 'claimed', claim?.reason ?? 'Its zone is claimed as security-impacting.');
    case 'Third parties':
    case 'Internet':
      return expected('EXTERNAL', 'claimed', "Not the company's own system.");
    default:
      return expected('UNDETERMINED', 'not-shown', UNPROVEN);
  }
}

function firstImported(): Map<string, ExpectedCategory> {
  const result = new Map(hosts.map((entry) => [entry.name, byClaim(entry)]));
  for (const [name, reason] of Object.entries(inContact)) result.set(name, expected('CONNECTED', 'contact', reason));
  for (const { address, zone, note } of undeclaredAddresses) {
    result.set(
      address,
      zone === null ? expected('UNDETERMINED', 'not-shown', note) : expected('EXTERNAL', 'claimed', note),
    );
  }
  return result;
}

function withChanges(
  base: ExpectedCategories,
  changes: Iterable<readonly [string, ExpectedCategory]>,
): Map<string, ExpectedCategory> {
  return new Map([...base, ...changes]);
}

function namesIn(zone: string): string[] {
  return hosts.filter((entry) => entry.zone === zone).map(({ name }) => name);
}

function all(names: readonly string[], category: ExpectedCategory): (readonly [string, ExpectedCategory])[] {
  return names.map((name) => [name, category] as const);
}

/** Zones, claims of zones and hosts, and thirty days of traffic. No roles confirmed, no rules, no tests. */
const asFirstImported: ExpectedCategories = firstImported();

function confirmedGround(host: ReferenceHost): string | null {
  if (accountDataOf(host.name)) return 'account-data';
  if (host.servesCde) return 'serves-cde';
  return host.zone === 'Third parties' ? 'third-party' : null;
}

/** The same category as at first, on the ground of what people have confirmed since. */
const confirmed: readonly (readonly [string, ExpectedCategory])[] = hosts.flatMap((host) => {
  const ground = confirmedGround(host);
  const before = asFirstImported.get(host.name);
  return ground && before ? [[host.name, { ...before, ground }] as const] : [];
});

/** As before, and people have confirmed roles (`role` with `servesCde`, every directory and pipeline), hypervisors and controls. */
const withRoles: ExpectedCategories = withChanges(asFirstImported, [
  ...confirmed,
  ...all(['cde-fw-1', 'store-rtr-1'], expected('SEGMENTING', 'separates-cde', 'Separates the CDE from other zones.')),
  ...all(
    ['hv-01', 'hv-02'],
    expected(
      'CDE_CONTAMINATED',
      'hosts-account-data',
      'Runs payment systems, without proven separation of its guests.',
    ),
  ),
  [
    'test-07',
    expected(
      'CDE_CONTAMINATED',
      'shared-hypervisor',
      'Shares a hypervisor with payment systems, without proven separation.',
    ),
  ],
  ...all(
    ['adm-ws-01', 'adm-ws-02', 'adm-ws-03', 'adm-ws-04'],
    expected('CONNECTED_INDIRECT', 'way-in', 'Reaches jump hosts that reach the CDE.'),
  ),
  ['dc-11', expected('CONNECTED_INDIRECT', 'manages', 'Replicates with the directory that serves the CDE.')],
  ['ci-02', expected('CONNECTED_INDIRECT', 'manages', 'Deploys to web servers that reach the payment interface.')],
]);

const unproven = [...namesIn('Corporate servers'), ...namesIn('Voice')].filter(
  (name) => withRoles.get(name)?.category === 'UNDETERMINED' && name !== 'mail-01' && name !== 'ftp-01',
);

/** As before, with rules, tests and statements of `segmentation`, unsampled and complete coverage of thirty days. */
const withRulesAndTests: ExpectedCategories = withChanges(withRoles, [
  ...all(
    namesIn('Guest Wi-Fi'),
    expected(
      'OUT_OF_SCOPE',
      'isolated',
      'Denied by every rule, tested in date against the CDE and against what the leftover rule adds to it, justified, and no contact was observed.',
    ),
  ),
  ...all(
    namesIn('Development & test'),
    expected('CDE_CONTAMINATED', 'unrestricted', 'A rule permits any service to the payment application.'),
  ),
  ...all(['mail-01', 'ftp-01'], expected('CONNECTED', 'contact', 'In contact with contaminated development systems.')),
  ...all(
    ['shop-vip', 'lb-01', 'lb-02', 'waf-01', 'waf-02'],
    expected(
      'CONNECTED',
      'permitted-not-seen',
      'The rule for the web shop lets the whole zone through to the payment interface.',
    ),
  ),
  [
    'hv-03',
    expected('SECURITY_IMPACTING', 'hosts', 'Runs test systems, which the leftover rule makes a part of the CDE.'),
  ],
  ...all(
    namesIn('Corporate workstations').filter((name) => !name.startsWith('adm-')),
    expected('UNDETERMINED', 'not-shown', 'The segmentation test has expired.'),
  ),
  ...all(unproven, expected('UNDETERMINED', 'not-shown', 'No segmentation test covers its zone.')),
]);

/** What must come out for thirty days of traffic, by how much people have told the product. */
export const expectedCategories = { asFirstImported, withRoles, withRulesAndTests } as const;

/** How much people have told the product. */
export type ReferenceKnowledge = keyof typeof expectedCategories;
