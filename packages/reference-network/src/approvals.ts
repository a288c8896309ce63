import { parseService } from './services.ts';

/** A connection that somebody needs and somebody approved (requirement 1.2.5), per zone pair and service. */
export interface ReferenceApproval {
  readonly sourceZone: string;
  readonly targetZone: string;
  /** IANA protocol number. */
  readonly protocol: number;
  /** Null for protocols without ports. */
  readonly port: number | null;
  readonly businessNeed: string;
  readonly approvedBy: string;
}

const PAYMENT = 'Payment application';
const VAULT = 'Card vault';
const SECURITY = 'Security & management';
const GATEWAYS = 'Store gateways';
const CISO = 'M. Okafor, head of information security';
const PAYMENTS_OWNER = 'L. Brandt, owner of payments';

function approve(
  sourceZone: string,
  targetZone: string,
  list: readonly string[],
  businessNeed: string,
  approvedBy = CISO,
): ReferenceApproval[] {
  return list.map((text) => {
    const named = text.includes('/');
    const { port, protocol } = parseService(named ? text : `0/${text}`);
    return { sourceZone, targetZone, protocol, port: named ? port : null, businessNeed, approvedBy };
  });
}

/** Services of the security zone that every managed system uses. */
const COMMON = ['53/udp', '123/udp', '514/udp', '1514/tcp', '8530/tcp'];

export const approvals: readonly ReferenceApproval[] = [
  ...approve(
    'Store POS',
    GATEWAYS,
    ['9100/tcp', '53/udp'],
    'Terminals authorise payments through the gateway of their store.',
    PAYMENTS_OWNER,
  ),
  ...approve(GATEWAYS, PAYMENT, ['8443/tcp'], 'Store gateways pass authorisation requests on.', PAYMENTS_OWNER),
  ...approve('DMZ', PAYMENT, ['8443/tcp'], 'The web shop asks for authorisations.', PAYMENTS_OWNER),
  ...approve(
    PAYMENT,
    VAULT,
    ['1500/tcp', '5432/tcp'],
    'The payment application stores and reads tokens.',
    PAYMENTS_OWNER,
  ),
  ...approve(
    PAYMENT,
    PAYMENT,
    ['5671/tcp', '8080/tcp', '8443/tcp'],
    'Parts of the payment application work together.',
    PAYMENTS_OWNER,
  ),
  ...approve(
    VAULT,
    VAULT,
    ['22/tcp', '1500/tcp', '5432/tcp'],
    'Replication, key use and dumps of the vault.',
    PAYMENTS_OWNER,
  ),
  ...approve(
    PAYMENT,
    'Third parties',
    ['443/tcp', '22/tcp'],
    'Acquirers, token provider, fraud scoring and the month-end file of the bank.',
    PAYMENTS_OWNER,
  ),
  ...approve(
    PAYMENT,
    'DMZ',
    ['22/tcp', '25/tcp', '3128/tcp'],
    'Settlement files, notices and vendor updates leave through relays.',
    PAYMENTS_OWNER,
  ),
  ...approve(
    PAYMENT,
    SECURITY,
    [...COMMON, '88/tcp', '389/tcp', '8014/tcp', '8140/tcp', '9443/tcp'],
    'Names, time, logs, patches, directory, malware protection and backup.',
  ),
  ...approve(
    VAULT,
    SECURITY,
    [...COMMON, '88/tcp', '389/tcp', '8014/tcp'],
    'Names, time, logs, patches, directory and malware protection.',
  ),
  ...approve('DMZ', SECURITY, COMMON, 'Names, time, logs, patches and file integrity.'),
  ...approve(GATEWAYS, SECURITY, ['53/udp', '123/udp', '514/udp'], 'Names, time and logs of the stores.'),
  ...approve('Network devices', SECURITY, ['2055/udp', '4739/udp'], 'Flow export to the collector.'),
  ...approve(
    SECURITY,
    PAYMENT,
    ['22/tcp', '161/udp', 'icmp', '47001/tcp'],
    'Administration from the jump hosts, monitoring and configuration.',
  ),
  ...approve(SECURITY, VAULT, ['22/tcp', '161/udp'], 'Administration from the jump hosts and monitoring.'),
  ...approve(SECURITY, GATEWAYS, ['22/tcp', '161/udp'], 'Administration and monitoring of the stores.'),
  ...approve(
    SECURITY,
    PAYMENT,
    ['80/tcp', '443/tcp', '5432/tcp', '8443/tcp'],
    'Internal vulnerability scans (11.3.1).',
  ),
  ...approve(SECURITY, VAULT, ['80/tcp', '443/tcp', '5432/tcp', '8443/tcp'], 'Internal vulnerability scans (11.3.1).'),
  ...approve(
    SECURITY,
    'DMZ',
    ['22/tcp', '80/tcp', '161/udp', '443/tcp', '5432/tcp', '8443/tcp'],
    'Monitoring and internal vulnerability scans (11.3.1).',
  ),
  ...approve(SECURITY, 'Network devices', ['161/udp'], 'Monitoring of network devices.'),
  ...approve(
    SECURITY,
    'Virtualisation',
    ['443/tcp', '902/tcp', '9443/tcp'],
    'Management and backup of virtual machines.',
  ),
  ...approve(
    'Corporate workstations',
    SECURITY,
    ['3389/tcp', '443/tcp'],
    'Administrators reach the jump hosts and privileged access management.',
  ),
  ...approve(
    'Corporate workstations',
    SECURITY,
    ['53/udp', '88/tcp', '123/udp', '389/tcp', '445/tcp', '8530/tcp', 'icmp'],
    'Directory, names, time and patches of the desks.',
  ),
  ...approve('Corporate servers', SECURITY, ['53/udp', '88/tcp'], 'Directory and names of the office servers.'),
  ...approve('Internet', 'DMZ', ['25/tcp', '80/tcp', '443/tcp'], 'Public web shop and mail.'),
  ...approve('DMZ', 'Internet', ['25/tcp', '443/tcp'], 'Mail and web of the office leave through the relays.'),
  ...approve('Third parties', 'DMZ', ['443/tcp'], 'Partners call the public interfaces of the web shop.'),
  ...approve('Corporate workstations', 'DMZ', ['3128/tcp'], 'Web access of the desks through the proxy.'),
  ...approve('Corporate servers', 'DMZ', ['25/tcp'], 'Outgoing mail.'),
  ...approve('Development & test', 'DMZ', ['22/tcp', '3128/tcp'], 'Deployment to the web shop, web access.'),
  ...approve('Development & test', SECURITY, ['53/udp', '123/udp', '88/tcp'], 'Names, time and directory.'),
  ...approve('Voice', SECURITY, ['123/udp'], 'Time for the telephones.'),
  ...approve(SECURITY, 'Internet', ['53/udp', '123/udp', '443/tcp'], 'Name forwarding, time sources and updates.'),
  ...approve(SECURITY, 'Corporate servers', ['161/udp', 'icmp'], 'Monitoring of the office servers.'),
  ...approve(SECURITY, SECURITY, ['icmp'], 'Reachability checks.'),
  ...approve('Virtualisation', 'Virtualisation', ['902/tcp'], 'Moving of virtual machines.'),
  ...approve(
    'Perimeter',
    'Internet',
    ['22/tcp', '25/tcp', '53/udp', '443/tcp', '443/udp'],
    'The same connections after address translation.',
  ),
  ...approve(
    'Perimeter',
    'Third parties',
    ['22/tcp', '443/tcp', '5060/udp'],
    'The same connections after address translation.',
  ),
];
