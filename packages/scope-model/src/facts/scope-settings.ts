/** Thresholds of the coverage grades (DOMAIN 3.2). Fractions are 0 to 1. */
export interface CoverageThresholds {
  readonly fullUptime: number;
  readonly partialUptime: number;
  readonly mostSequenceLoss: number;
  readonly mostUndecodable: number;
  readonly mostSkewSeconds: number;
  readonly leastDays: number;
}

/** What the rules compare with. Part of the facts, so that a result can be reproduced and its thresholds printed. */
export interface ScopeSettings {
  /** A rule with a source or destination prefix this short, or shorter, names nobody in particular. */
  readonly broadPrefixIpv4: number;
  readonly broadPrefixIpv6: number;
  /** A rule with a port range wider than this names no service. */
  readonly broadPorts: number;
  /** A segmentation test is good for so long: twelve months (11.4.5), six for a service provider (11.4.6). */
  readonly testValidityDays: number;
  readonly coverage: CoverageThresholds;
}

const SHARED: Omit<ScopeSettings, 'testValidityDays'> = {
  broadPrefixIpv4: 16,
  broadPrefixIpv6: 48,
  broadPorts: 1024,
  coverage: {
    fullUptime: 0.99,
    partialUptime: 0.9,
    mostSequenceLoss: 0.001,
    mostUndecodable: 0.001,
    mostSkewSeconds: 5,
    leastDays: 30,
  },
};

/** The thresholds of DOMAIN 2.5 and 3.2 for an entity of the given kind. */
export function defaultSettings(entity: 'merchant' | 'service-provider'): ScopeSettings {
  return { ...SHARED, testValidityDays: entity === 'merchant' ? 366 : 184 };
}
