/** What is done with card numbers, or sensitive authentication data, on a system. */
export interface AccountData {
  readonly stores: boolean;
  readonly processes: boolean;
  readonly transmits: boolean;
}

const terminal: AccountData = { stores: false, processes: true, transmits: true };
const passing: AccountData = { stores: false, processes: true, transmits: true };
const working: AccountData = { stores: false, processes: true, transmits: false };
const filing: AccountData = { stores: true, processes: true, transmits: true };
const keeping: AccountData = { stores: true, processes: false, transmits: false };

/** By the part of the host's name before its number. Whoever is not here has none, as far as anybody knows. */
const BY_KIND: Readonly<Record<string, AccountData>> = {
  'pay-app': working,
  'pay-api': passing,
  token: passing,
  settle: filing,
  recon: filing,
  'vault-db': keeping,
  'vault-bkp': keeping,
};

/** Null for hosts without account data. */
export function accountDataOf(host: string): AccountData | null {
  if (/^store-[0-9]+-pos-/.test(host)) return terminal;
  return BY_KIND[host.replace(/-[0-9]+$/, '')] ?? null;
}
