import { type HostRole, host, numbered, type ReferenceHost } from '../reference-host.ts';

const PAYMENT = 'Payment application';
const VAULT = 'Card vault';

function payment(
  names: readonly string[],
  firstOctet: number,
  role: HostRole,
  offers: readonly string[],
  accountData: string | null,
): ReferenceHost[] {
  return names.map((name, i) =>
    host({
      name,
      address: `10.10.1.${firstOctet + i}`,
      zone: PAYMENT,
      role,
      offers,
      runsOn: i % 2 === 0 ? 'hv-01' : 'hv-02',
      claim: accountData === null ? null : { claim: 'cde', reason: accountData },
    }),
  );
}

function vault(
  names: readonly string[],
  firstOctet: number,
  role: HostRole,
  offers: readonly string[],
  accountData: string | null,
) {
  return names.map((name, i) =>
    host({
      name,
      address: `10.10.2.${firstOctet + i}`,
      zone: VAULT,
      role,
      offers,
      claim: accountData === null ? null : { claim: 'cde', reason: accountData },
    }),
  );
}

const MANAGED = ['22/tcp', '161/udp'];

/** Payment application and card vault: 30 systems. */
export const paymentHosts: readonly ReferenceHost[] = [
  ...payment(
    numbered('pay-app', 1, 12),
    1,
    'application',
    ['8080/tcp', ...MANAGED],
    'Processes card payments in clear in memory.',
  ),
  ...payment(
    numbered('pay-api', 1, 4),
    13,
    'application',
    ['8443/tcp', ...MANAGED],
    'Takes authorisation requests and transmits them to the acquirers.',
  ),
  ...payment(
    numbered('token', 1, 2),
    17,
    'application',
    ['8443/tcp', '47001/tcp', ...MANAGED],
    'Exchanges card numbers for tokens.',
  ),
  ...payment(numbered('settle', 1, 2), 19, 'application', MANAGED, 'Builds settlement files with card numbers.'),
  ...payment(['recon-01'], 21, 'application', MANAGED, 'Reconciles settlements against card numbers.'),
  ...payment(['mq-01'], 22, 'application', ['5671/tcp', ...MANAGED], null),
  ...vault(numbered('vault-db', 1, 4), 1, 'database', ['5432/tcp', ...MANAGED], 'Stores encrypted card numbers.'),
  ...vault(numbered('hsm', 1, 2), 5, 'kms', ['1500/tcp', '161/udp'], null),
  ...vault(
    numbered('vault-bkp', 1, 2),
    7,
    'backup',
    ['22/tcp', '873/tcp', '161/udp'],
    'Holds dumps of the card vault.',
  ),
];
