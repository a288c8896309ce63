/** What a port scan may say of a port, in the scanner's words. Only `open` is evidence of a service. */
export const PORT_STATES = ['open', 'closed', 'filtered', 'unfiltered', 'open|filtered', 'closed|filtered'] as const;

export type PortState = (typeof PORT_STATES)[number];
