/**
 * What a person may do. `admin`: everything, accounts too; `operator`: tags, zones, imports; `approver`: signs and approves;
 * `assessor`: reads, comments and exports until a day that stands beside the account.
 */
export const ROLES = ['admin', 'operator', 'approver', 'assessor'] as const;
export type Role = (typeof ROLES)[number];
