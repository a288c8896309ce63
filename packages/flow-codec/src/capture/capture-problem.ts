/** Every problem that reading a capture can name, with its meaning. The list is closed: documentation is made from it. */
export const CAPTURE_PROBLEMS = {
  'empty-file': 'The file has no bytes.',
  'not-a-capture': 'The file starts like neither pcap nor pcapng; nothing was read.',
  'truncated-file': 'The file ends inside a packet or block; everything before it was read.',
  'oversize-block': 'A packet or block is larger than the limit; it was skipped.',
  'invalid-block': 'A length or a mark of a block contradicts the format; that block was not read.',
  'unknown-block': 'A pcapng block of an unknown type was skipped.',
  'unknown-interface': 'A packet names an interface that its section has not described; it was skipped.',
  'too-many-interfaces': 'A section describes more interfaces than the limit; packets of the further ones are skipped.',
  'unsupported-link-type': 'The link type cannot be read; named once per link type, every frame is counted.',
  'malformed-frame': 'Headers of the frame contradict its length; it was skipped.',
  'cut-frame': 'The snap length cut the frame: its payload is incomplete, or its headers are missing.',
  'overlapping-fragments': 'Fragments of one datagram overlap; the whole datagram was dropped (RFC 5722).',
  'incomplete-datagram': 'Fragments of a datagram never came, or came too late; the datagram was dropped.',
  'fragment-limit': 'A fragmented datagram was dropped to keep the memory for fragments bounded.',
} as const;

export type CaptureProblemCode = keyof typeof CAPTURE_PROBLEMS;

/** One thing that could not be read, and where. */
export interface CaptureProblem {
  readonly code: CaptureProblemCode;
  /** Byte offset in the file of the packet, block or first fragment. */
  readonly offset: number;
  /** Number of the packet, or of the one that would have come next; null when the problem is none of a packet. */
  readonly packet: number | null;
  /** What was found, for people. */
  readonly detail: string;
}

/** Called for every problem, in file order. */
export type OnCaptureProblem = (problem: CaptureProblem) => void;
