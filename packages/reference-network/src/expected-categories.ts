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
  readonly reason: string;
}

/** Expected result per host name; systems outside the inventory stand under their address. */
export type ExpectedCategories = ReadonlyMap<string, ExpectedCategory>;

const UNPROVEN = 'No rules and no segmentation test are imported, so out of scope cannot be proven.';

/** Contact with the CDE that contradicts what the zone claims; written by hand, and compared with the truth by a test. */
const inContact: Readonly<Record<string, string>> = {
  'build-03': 'Established SSH to pay-app-07.',
  'bi-02': 'Established database sessions to vault-db-03.',
  'nas-02': 'Pulls dumps from vault-bkp-01 every week.',
  'file-01': 'recon-01 opens its share.',
  'showroom-nat': 'Established sessions to pay-api-02.',
};
function byClaim({ zone, claim }: ReferenceHost): ExpectedCategory {
  switch (zone) {
    case 'Payment application':
    case 'Card vault':
    case 'Store POS':
      return claim?.claim === 'cde'
        ? { category: 'CDE_CHD', reason: claim.reason }
        : { category: 'CDE_CONTAMINATED', reason: 'In a segment with systems that hold account data.' };
    case 'Store gateways':
      return { category: 'CONNECTED', reason: 'In contact with the terminals and the payment interface.' };
    case 'DMZ':
      return claim
        ? { category: 'SECURITY_IMPACTING', reason: claim.reason }
        : { category: 'CONNECTED', reason: 'Its zone is claimed as connected.' };
    case 'Security & management':
    case 'Network devices':
    case 'Virtualisation':
    case 'Perimeter':
      return { category: 'SECURITY_IMPACTING', reason: claim?.reason ?? 'Its zone is claimed as security-impacting.' };
    case 'Third parties':
    case 'Internet':
      return { category: 'EXTERNAL', reason: "Not the company's own system." };
    default:
      return { category: 'UNDETERMINED', reason: UNPROVEN };
  }
}

function firstImported(): Map<string, ExpectedCategory> {
  const result = new Map(hosts.map((entry) => [entry.name, byClaim(entry)]));
  for (const [name, reason] of Object.entries(inContact)) result.set(name, { category: 'CONNECTED', reason });
  for (const { address, zone, note } of undeclaredAddresses) {
    result.set(address, { category: zone === null ? 'UNDETERMINED' : 'EXTERNAL', reason: note });
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

/** Zones, claims of zones and hosts, and thirty days of traffic. No roles confirmed, no rules, no tests. */
const asFirstImported: ExpectedCategories = firstImported();

/** As before, and people have confirmed roles (`role` with `servesCde`, every directory and pipeline), hypervisors and controls. */
const withRoles: ExpectedCategories = withChanges(asFirstImported, [
  ...['cde-fw-1', 'store-rtr-1'].map(
    (name) => [name, { category: 'SEGMENTING', reason: 'Separates the CDE from other zones.' }] as const,
  ),
  ...['hv-01', 'hv-02', 'test-07'].map(
    (name) =>
      [
        name,
        {
          category: 'CDE_CONTAMINATED',
          reason: 'Shares a hypervisor with payment systems, without proven separation.',
        },
      ] as const,
  ),
  ...['adm-ws-01', 'adm-ws-02', 'adm-ws-03', 'adm-ws-04'].map(
    (name) => [name, { category: 'CONNECTED_INDIRECT', reason: 'Reaches jump hosts that reach the CDE.' }] as const,
  ),
  ['dc-11', { category: 'CONNECTED_INDIRECT', reason: 'Replicates with the directory that serves the CDE.' }],
  ['ci-02', { category: 'CONNECTED_INDIRECT', reason: 'Deploys to web servers that reach the payment interface.' }],
]);

/** As before, with rules, tests and statements of `segmentation`, unsampled and complete coverage of thirty days. */
const withRulesAndTests: ExpectedCategories = withChanges(withRoles, [
  ...namesIn('Guest Wi-Fi').map(
    (name) =>
      [
        name,
        {
          category: 'OUT_OF_SCOPE',
          reason:
            'Denied by every rule, tested in date against the CDE and against what the leftover rule adds to it, justified, and no contact was observed.',
        },
      ] as const,
  ),
  ...namesIn('Development & test').map(
    (name) =>
      [
        name,
        { category: 'CDE_CONTAMINATED', reason: 'A rule permits any service to the payment application.' },
      ] as const,
  ),
  ...['mail-01', 'ftp-01'].map(
    (name) => [name, { category: 'CONNECTED', reason: 'In contact with contaminated development systems.' }] as const,
  ),
  ...namesIn('Corporate workstations')
    .filter((name) => !name.startsWith('adm-'))
    .map((name) => [name, { category: 'UNDETERMINED', reason: 'The segmentation test has expired.' }] as const),
  ...[...namesIn('Corporate servers'), ...namesIn('Voice')]
    .filter((name) => withRoles.get(name)?.category === 'UNDETERMINED' && name !== 'mail-01' && name !== 'ftp-01')
    .map((name) => [name, { category: 'UNDETERMINED', reason: 'No segmentation test covers its zone.' }] as const),
]);

/** What must come out for thirty days of traffic, by how much people have told the product. */
export const expectedCategories = { asFirstImported, withRoles, withRulesAndTests } as const;

/** How much people have told the product. */
export type ReferenceKnowledge = keyof typeof expectedCategories;
