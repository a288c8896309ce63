/** A person has confirmed that one system has power over another. Use of a service is not influence. */
export interface ConfirmedInfluence {
  readonly from: string;
  readonly on: string;
  readonly reason: string;
}

/** What people confirm together with the roles. Nothing else that looks like administration has been confirmed. */
export const influences: readonly ConfirmedInfluence[] = [
  { from: 'dc-11', on: 'dc-01', reason: 'Directories replicate; who changes one changes both.' },
  ...['web-01', 'web-02', 'web-03', 'web-04'].map((on) => ({ from: 'ci-02', on, reason: 'Deploys the web shop.' })),
  ...['hv-01', 'hv-02', 'hv-03'].map((on) => ({ from: 'vcenter-01', on, reason: 'Manages the hypervisor.' })),
];
