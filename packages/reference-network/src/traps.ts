/** Something planted that the product must find, name and not be fooled by. */
export interface ReferenceTrap {
  readonly id: string;
  readonly title: string;
  /** What was planted, and what a right result says about it. */
  readonly explanation: string;
  /** Host names and addresses concerned. */
  readonly systems: readonly string[];
  /** `traffic`: there are relationships with this trap id; otherwise the fact that holds it. */
  readonly evidence: 'traffic' | 'rule' | 'segmentation-test' | 'hypervisor' | 'translation';
}

export const traps: readonly ReferenceTrap[] = [
  {
    id: 'misrouted-developer',
    title: 'A build server logs in to a payment server',
    explanation:
      'build-03 opens SSH sessions to pay-app-07. Development is claimed out of scope; one established contact makes build-03 connected-to and contradicts the claim.',
    systems: ['build-03', 'pay-app-07'],
    evidence: 'traffic',
  },
  {
    id: 'report-on-the-vault',
    title: 'Reporting reads the card vault',
    explanation:
      'bi-02 queries vault-db-03 every working day from a zone that is claimed out of scope. No approval covers it: a violation.',
    systems: ['bi-02', 'vault-db-03'],
    evidence: 'traffic',
  },
  {
    id: 'any-any-rule',
    title: 'A leftover rule permits everything',
    explanation:
      'A line of cde-fw-1 permits any service from development to the payment application. Without a single flow it contaminates the whole zone, and whoever is in contact with it becomes connected-to.',
    systems: ['cde-fw-1'],
    evidence: 'rule',
  },
  {
    id: 'weekly-backup',
    title: 'An office storage pulls dumps of the vault at night',
    explanation:
      'nas-02 copies from vault-bkp-01 on Sundays at 2 and at no other time. A window of less than a week may miss it; afterwards nas-02 holds account data until somebody has looked.',
    systems: ['nas-02', 'vault-bkp-01'],
    evidence: 'traffic',
  },
  {
    id: 'showroom-nat',
    title: 'A translated showroom reaches the payment interface',
    explanation:
      'showroom-nat is one address for many systems. Its contact with pay-api-02 makes the address connected-to; everything behind it stays undetermined.',
    systems: ['showroom-nat', 'pay-api-02'],
    evidence: 'traffic',
  },
  {
    id: 'egress-nat',
    title: 'The same traffic under two addresses',
    explanation:
      'What leaves the network appears inside with its own address and outside as edge-nat. The outside view is a relationship of the gateway, not a second client, and must not be merged without the translation fields.',
    systems: ['edge-nat', 'edge-fw-1'],
    evidence: 'translation',
  },
  {
    id: 'scanner',
    title: 'The vulnerability scanner touches everything',
    explanation:
      'scan-01 tries five ports of every payment, vault and DMZ system; most stay silent or refuse. Its attempts make no servers, and its answered probes do not change the category of their targets.',
    systems: ['scan-01'],
    evidence: 'traffic',
  },
  {
    id: 'expired-test',
    title: 'The segmentation test of the desks has expired',
    explanation:
      'Corporate workstations passed 427 days ago; a test is good for twelve months. They stay undetermined although rules and justification are there.',
    systems: [],
    evidence: 'segmentation-test',
  },
  {
    id: 'support-vendor',
    title: 'A third party works in the payment zone through the VPN',
    explanation:
      'support-vendor reaches vpn-01 on Tuesdays, and an hour later vpn-01 logs in to pay-app-02. The zone-wide approval for administration covers the second step; nothing covers the first. The vendor itself is external.',
    systems: ['support-vendor', 'vpn-01', 'pay-app-02'],
    evidence: 'traffic',
  },
  {
    id: 'terminal-calls-stranger',
    title: 'A payment terminal calls an unknown host',
    explanation:
      'store-117-pos-2 opens a connection to 203.0.113.66 every few days, past its gateway. No approval, no name, outside of the company.',
    systems: ['store-117-pos-2', '203.0.113.66'],
    evidence: 'traffic',
  },
  {
    id: 'odd-ports',
    title: 'Servers on ports that look like clients',
    explanation:
      'Port 47001 lies close to the ephemeral range and 8443 and 9443 have no common service of their own. Only the order of the first packets and the number of clients tell the server.',
    systems: ['token-01', 'token-02', 'vcenter-01'],
    evidence: 'traffic',
  },
  {
    id: 'voice-media',
    title: 'Telephone media between two changing ports',
    explanation:
      'Both halves begin together and both ports are ephemeral: nobody can tell a server. The answer is unknown.',
    systems: ['phone-01', 'sip-trunk'],
    evidence: 'traffic',
  },
  {
    id: 'active-ftp',
    title: 'Data connection opened by the FTP server',
    explanation:
      'ftp-01 connects from port 20 to a changing port of build-01. A rule of low ports would call ftp-01 the server, the first packet says otherwise.',
    systems: ['ftp-01', 'build-01'],
    evidence: 'traffic',
  },
  {
    id: 'knocking',
    title: 'Attempts that the firewall stopped',
    explanation:
      'guest-017 and ws-033 once send SYNs into the CDE and get no answer. That is no contact: their categories do not change.',
    systems: ['guest-017', 'ws-033', 'pay-app-01', 'pay-app-02', 'pay-app-03', 'vault-db-01'],
    evidence: 'traffic',
  },
  {
    id: 'replicating-directory',
    title: 'A second directory replicates with the one of the CDE',
    explanation:
      'dc-11 stands in an office zone and replicates with dc-01. Once its role is confirmed this is influence on a security system: connected indirectly.',
    systems: ['dc-11', 'dc-01'],
    evidence: 'traffic',
  },
  {
    id: 'deploy-pipeline',
    title: 'A pipeline in development deploys to the web shop',
    explanation:
      'ci-02 logs in to web-01 to web-04, which reach the payment interface. Once its role is confirmed this is influence: connected indirectly.',
    systems: ['ci-02', 'web-01', 'web-02', 'web-03', 'web-04'],
    evidence: 'traffic',
  },
  {
    id: 'mixed-hypervisor',
    title: 'A test system on a hypervisor of the CDE',
    explanation: 'test-07 runs on hv-02 beside payment servers. Without proven separation both are contaminated.',
    systems: ['test-07', 'hv-02'],
    evidence: 'hypervisor',
  },
  {
    id: 'address-without-zone',
    title: 'A private address that belongs to nothing',
    explanation:
      '10.99.0.7 reads files from file-02. It is in no zone and no inventory: undetermined, never out of scope.',
    systems: ['10.99.0.7', 'file-02'],
    evidence: 'traffic',
  },
  {
    id: 'foreign-time',
    title: 'A settlement server takes its time from the Internet',
    explanation:
      'settle-02 asks ntp-pool-2 instead of the designated servers (10.6.2). The time source is external; the finding is about settle-02.',
    systems: ['settle-02', 'ntp-pool-2'],
    evidence: 'traffic',
  },
  {
    id: 'reconciliation-share',
    title: 'Reconciliation writes to an office share',
    explanation:
      'recon-01 opens file-01 on Friday evenings. The CDE begins it, and still file-01 becomes connected-to: direction does not matter.',
    systems: ['recon-01', 'file-01'],
    evidence: 'traffic',
  },
];
