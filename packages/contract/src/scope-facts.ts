import {
  ACCEPTANCE_CHANNELS,
  CONTACT_STATES,
  DIRECTION_CONFIDENCES,
  DIRECTION_METHODS,
  FACTS_VERSION,
  PAYMENT_STAGES,
  SCOPE_CLAIMS,
  SCOPE_ROLES,
  type ScopeFacts as ScopeFactsValue,
} from '@scopemap/scope-model';
import { z } from 'zod';
import { Address, Prefix } from './address.ts';

const Id = z.string().min(1).max(200);
const Text = z.string().max(10_000);
/** Milliseconds since 1970 UTC. */
const Instant = z.number().min(-8.64e15).max(8.64e15);
const Fraction = z.number().min(0).max(1);
const Count = z.int().min(0);
const Port = z.int().min(0).max(65_535);
const Protocol = z.int().min(0).max(255);

export const Place = z.strictObject({ kind: z.enum(['zone', 'segment']), id: Id });
const Zone = z.strictObject({ id: Id, name: Text, prefixes: z.array(Prefix) });
const Segment = z.strictObject({
  id: Id,
  name: Text,
  zone: Id.nullable(),
  prefixes: z.array(Prefix),
  vlan: z.int().min(0).max(4095).nullable(),
  wireless: z.boolean(),
});
const Sighting = z.strictObject({ id: Id, asset: Id, place: Place, first: Instant, last: Instant, basis: Text });

const Inventory = z.strictObject({
  type: Text.nullable(),
  vendor: Text.nullable(),
  product: Text.nullable(),
  version: Text.nullable(),
  purpose: Text.nullable(),
  owner: Text.nullable(),
  location: Text.nullable(),
  environment: Text.nullable(),
});
const Asset = z.strictObject({
  id: Id,
  name: Text.nullable(),
  firstSeen: Instant.nullable(),
  lastSeen: Instant.nullable(),
  knownBy: z.array(Text),
  inventory: Inventory.nullable(),
});
const Binding = z.strictObject({
  asset: Id,
  address: Address,
  from: Instant.nullable(),
  until: Instant.nullable(),
  basis: Text,
});

export const Statement = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('claim'), claim: z.enum(SCOPE_CLAIMS) }),
  z.strictObject({
    kind: z.literal('account-data'),
    stores: z.boolean(),
    processes: z.boolean(),
    transmits: z.boolean(),
  }),
  z.strictObject({ kind: z.literal('no-account-data') }),
  z.strictObject({ kind: z.literal('cde-segment') }),
  z.strictObject({ kind: z.literal('role'), role: z.enum(SCOPE_ROLES) }),
  z.strictObject({ kind: z.literal('serves-cde') }),
  z.strictObject({ kind: z.literal('manages'), target: Id }),
  z.strictObject({ kind: z.literal('no-influence'), target: Id }),
  z.strictObject({ kind: z.literal('hosts'), guest: Id }),
  z.strictObject({ kind: z.literal('guests-separated') }),
  z.strictObject({ kind: z.literal('third-party'), party: Id.nullable() }),
  z.strictObject({ kind: z.literal('no-risk'), analysis: Text, approvedBy: Text }),
  z.strictObject({ kind: z.literal('out-of-scope-justified'), approvedBy: Text }),
  z.strictObject({ kind: z.literal('unsegmented'), other: Place }),
  z.strictObject({ kind: z.literal('hides'), prefixes: z.array(Prefix) }),
  z.strictObject({ kind: z.literal('contact-retired') }),
  z.strictObject({
    kind: z.literal('carries-account-data'),
    flow: z.string().trim().min(1).max(200),
    step: z.int().min(1).max(100),
    stages: z.array(z.enum(PAYMENT_STAGES)).max(PAYMENT_STAGES.length),
    channels: z.array(z.enum(ACCEPTANCE_CHANNELS)).max(ACCEPTANCE_CHANNELS.length),
    encryption: Text.nullable(),
    elements: z.array(z.string().trim().min(1).max(200)).max(20),
  }),
]);
const Tag = z.strictObject({
  id: Id,
  subject: z.strictObject({ kind: z.enum(['asset', 'segment', 'zone', 'contact']), id: Id }),
  statement: Statement,
  author: Text,
  at: Instant,
  reason: Text,
  evidence: Text.nullable(),
  until: Instant.nullable(),
});
const ThirdParty = z.strictObject({
  id: Id,
  name: Text,
  service: Text.nullable(),
  attestation: z.strictObject({ version: Text, at: Instant }).nullable(),
});

const Rule = z.strictObject({
  id: Id,
  line: Text,
  action: z.enum(['allow', 'deny']),
  source: z.array(Prefix).nullable(),
  destination: z.array(Prefix).nullable(),
  protocol: Protocol.nullable(),
  ports: z.array(z.tuple([Port, Port])).nullable(),
  uncertain: z.boolean(),
  text: Text,
});
const Control = z.strictObject({
  id: Id,
  name: Text,
  asset: Id.nullable(),
  separates: z.array(z.tuple([Place, Place])),
  description: Text.nullable(),
  ruleSet: z
    .strictObject({
      id: Id,
      version: Text,
      pulledAt: Instant,
      defaultAction: z.enum(['allow', 'deny', 'unknown']),
      linesNotUnderstood: z.array(Text),
      rules: z.array(Rule),
    })
    .nullable(),
  changedAt: Instant.nullable(),
});
const Verdict = z.strictObject({
  contact: Id,
  control: Id,
  verdict: z.enum(['allowed', 'denied', 'undetermined', 'no-list']),
  line: Text.nullable(),
});
const SegmentationTest = z.strictObject({
  id: Id,
  from: Place,
  to: Place,
  at: Instant,
  result: z.enum(['passed', 'failed']),
  tester: Text,
  independent: z.boolean(),
  evidence: Text.nullable(),
});
const ApprovalFact = z.strictObject({
  id: Id,
  from: Place,
  to: Place,
  protocol: Protocol,
  port: Port.nullable(),
  need: Text,
  approvedBy: Text,
  until: Instant.nullable(),
});

const Exporter = z.strictObject({
  id: Id,
  name: Text,
  address: Address,
  sampling: z.enum(['none', 'sampled', 'unknown']),
  samplingInterval: z.number().min(1).nullable(),
  uptime: Fraction.nullable(),
  sequenceLoss: Fraction.nullable(),
  undecodable: Fraction.nullable(),
  skewSeconds: z.number().min(0).nullable(),
});
const Boundary = z.strictObject({
  id: Id,
  between: z.tuple([Place, Place]),
  exporters: z.array(Id),
  everyPath: z.boolean(),
  directions: z.enum(['both', 'one', 'unknown']),
});
const CalendarEvent = z.strictObject({ id: Id, name: Text, occurrences: z.array(Instant) });

const ScopeContact = z.strictObject({
  id: Id,
  from: Id,
  to: Id,
  directed: z.boolean(),
  method: z.enum(DIRECTION_METHODS),
  confidence: z.enum(DIRECTION_CONFIDENCES),
  protocol: Protocol,
  port: Port.nullable(),
  state: z.enum(CONTACT_STATES),
  scanner: z.boolean(),
  first: Instant,
  last: Instant,
  flows: Count,
  observers: z.array(Id),
});

const Settings = z.strictObject({
  broadPrefixIpv4: z.int().min(0).max(32),
  broadPrefixIpv6: z.int().min(0).max(128),
  broadPorts: z.int().min(1).max(65_536),
  testValidityDays: z.int().min(1).max(3660),
  coverage: z.strictObject({
    fullUptime: Fraction,
    partialUptime: Fraction,
    mostSequenceLoss: Fraction,
    mostUndecodable: Fraction,
    mostSkewSeconds: z.number().min(0),
    leastDays: z.number().min(0),
  }),
});

/** Everything beside the contacts, so that those can be streamed behind it. */
const NetworkFacts = z.strictObject({
  version: z.literal(FACTS_VERSION),
  entity: z.strictObject({ name: Text, kind: z.enum(['merchant', 'service-provider']) }),
  period: z.strictObject({ start: Instant, end: Instant }),
  now: Instant,
  settings: Settings,
  zones: z.array(Zone),
  segments: z.array(Segment),
  assets: z.array(Asset),
  bindings: z.array(Binding),
  sightings: z.array(Sighting),
  tags: z.array(Tag),
  thirdParties: z.array(ThirdParty),
  controls: z.array(Control),
  verdicts: z.array(Verdict),
  segmentationTests: z.array(SegmentationTest),
  approvals: z.array(ApprovalFact),
  exporters: z.array(Exporter),
  boundaries: z.array(Boundary),
  calendar: z.array(CalendarEvent),
});

/**
 * The facts file. Unknown fields are refused, since a fact that an older program drops could be the one that keeps a system
 * in scope. Meaning of the fields: the types of the same names in the scope model.
 */
export const ScopeFacts = NetworkFacts.extend({
  contacts: z.array(ScopeContact),
}) satisfies z.ZodType<ScopeFactsValue>;
export type ScopeFacts = z.infer<typeof ScopeFacts>;
