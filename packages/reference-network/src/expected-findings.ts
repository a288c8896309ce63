import type { ReferenceKnowledge } from './expected-categories.ts';
import { rules } from './segmentation.ts';

/** How a planted trap shows in a classification: what is said of a system, and which fact is named for it. */
export interface ExpectedFinding {
  /** Id of the trap. */
  readonly trap: string;
  readonly knowledge: ReferenceKnowledge;
  /** Host name or address. */
  readonly system: string;
  /** Rule of DOMAIN 2.5 by which a reason must name the facts; null: an item must. */
  readonly rule: string | null;
  /** Code of an item about the system or one of the facts; null: no item is due. */
  readonly item: string | null;
  /** Kind and id of the facts that must be named. */
  readonly facts: readonly string[];
}

/** The line of the leftover rule, as the facts name it. */
function leftover(): string {
  const rule = rules.find(({ action, protocol }) => action === 'permit' && protocol === null);
  return `rule ${rule?.control}:${rule?.line}`;
}

function finding(
  trap: string,
  knowledge: ReferenceKnowledge,
  system: string,
  rule: string | null,
  item: string | null,
  ...facts: string[]
): ExpectedFinding {
  return { trap, knowledge, system, rule, item, facts };
}

const ROLES: ReferenceKnowledge = 'withRoles';
const ALL: ReferenceKnowledge = 'withRulesAndTests';

/** Written by hand from what was planted. */
export const expectedFindings: readonly ExpectedFinding[] = [
  finding('misrouted-developer', ROLES, 'build-03', 'R5', 'tag-conflict', 'contact build-03>pay-app-07/22/tcp'),
  // With the leftover rule build-03 is a part of the CDE itself, whatever it talks to; the claim of its zone is in conflict.
  finding('misrouted-developer', ALL, 'build-03', 'R3', 'tag-conflict', leftover()),
  finding('report-on-the-vault', ALL, 'bi-02', 'R5', 'segmentation-failure', 'contact bi-02>vault-db-03/5432/tcp'),
  finding('any-any-rule', ALL, 'dev-ws-01', 'R3', 'broad-rule', leftover()),
  finding('any-any-rule', ALL, 'ftp-01', 'R5', null, 'contact build-01>ftp-01/21/tcp'),
  finding('weekly-backup', ALL, 'nas-02', 'R5', 'segmentation-failure', 'contact nas-02>vault-bkp-01/873/tcp'),
  finding(
    'showroom-nat',
    ALL,
    'showroom-nat',
    'R5',
    'segmentation-failure',
    'contact showroom-nat>pay-api-02/8443/tcp',
  ),
  finding('scanner', ROLES, 'scan-01', 'R4', null, 'tag role scan-01'),
  finding('expired-test', ALL, 'ws-001', null, 'expired', 'test Corporate workstations to Card vault'),
  finding('support-vendor', ROLES, 'support-vendor', 'R7', null, 'tag third-party support-vendor'),
  finding(
    'terminal-calls-stranger',
    ALL,
    '203.0.113.66',
    null,
    'segmentation-failure',
    'contact store-117-pos-2>203.0.113.66/443/tcp',
  ),
  finding('knocking', ALL, 'guest-017', null, 'attempt', 'contact guest-017>pay-app-01/443/tcp'),
  finding('knocking', ALL, 'ws-033', null, 'attempt', 'contact ws-033>vault-db-01/3389/tcp'),
  finding('replicating-directory', ROLES, 'dc-11', 'R6', null, 'tag manages dc-11 dc-01'),
  finding('deploy-pipeline', ROLES, 'ci-02', 'R6', null, 'tag manages ci-02 web-01'),
  finding('mixed-hypervisor', ROLES, 'test-07', 'R3', null, 'tag hosts hv-02 test-07'),
  finding('address-without-zone', ALL, '10.99.0.7', 'R9', null),
  finding('foreign-time', ALL, 'settle-02', null, 'segmentation-failure', 'contact settle-02>ntp-pool-2/123/udp'),
  finding('reconciliation-share', ALL, 'file-01', 'R5', 'segmentation-failure', 'contact recon-01>file-01/445/tcp'),
];
