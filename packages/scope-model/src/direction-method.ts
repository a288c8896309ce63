/** How client and server of a conversation were told apart, strongest first. Stored; never renumber. */
export const DIRECTION_METHODS = [
  /** biflowDirection, initiator/responder counts or a firewall event said so. */
  'explicit',
  /** A person confirmed the service endpoint. */
  'person',
  /** A port scan found the endpoint open. */
  'scan',
  /** TCP flags of both halves, or a half with SYN and never ACK. */
  'tcp-flags',
  /** One half began measurably before the other. */
  'first-seen',
  /** A one-way record of an exporter that elsewhere shows both halves: an unanswered attempt of its sender. */
  'one-way',
  /** The endpoint was learnt from many peers. */
  'learned',
  /** A well-known service stands on exactly one side. */
  'known-service',
  /** Only one side's port lies in the ephemeral range. */
  'port-range',
  /** Both sides use the same port, or the protocol has no ports: a relation of peers, without client and server. */
  'peer',
  /** Not decided. */
  'none',
] as const;

export type DirectionMethod = (typeof DIRECTION_METHODS)[number];

export const DIRECTION_CONFIDENCES = ['certain', 'high', 'medium', 'low', 'none'] as const;

export type DirectionConfidence = (typeof DIRECTION_CONFIDENCES)[number];

export interface Direction {
  readonly method: DirectionMethod;
  readonly confidence: DirectionConfidence;
}
