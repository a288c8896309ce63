/** Where it is known from which asset had an address at a time. */
export const ADDRESS_SOURCES = ['dhcp-lease', 'flow-mac', 'scan-mac', 'csv'] as const;

export type AddressSource = (typeof ADDRESS_SOURCES)[number];
