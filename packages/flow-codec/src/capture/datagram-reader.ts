import { UDP } from '@scopemap/net';
import { AddressTexts } from './address-texts.ts';
import { read16 } from './byte-order.ts';
import type { CaptureProblemCode, OnCaptureProblem } from './capture-problem.ts';
import type { CapturedFrame } from './captured-frame.ts';
import { type FragmentLimits, type FragmentLoss, FragmentStore } from './fragment-store.ts';
import { type IpFragment, type IpPacket, isExtensionHeader, parseIpPacket, walkExtensionHeaders } from './ip-packet.ts';
import { findIpHeader, isLinkTypeKnown, NOT_IP, TOO_SHORT } from './link-layer.ts';
import type { UdpDatagram } from './udp-datagram.ts';

export interface DatagramReaderOptions extends Partial<FragmentLimits> {
  readonly onProblem?: OnCaptureProblem;
}

/** Every frame is in exactly one of the first seven. */
export interface DatagramCounters {
  /** UDP datagrams given; a fragmented one is counted for the frame that completed it. */
  datagrams: number;
  nonIp: number;
  nonUdp: number;
  unsupportedLinkType: number;
  /** Headers that contradict each other or the frame. */
  malformed: number;
  /** Frames that the snap length cut before the end of their headers, and cut fragments. */
  cut: number;
  /** Fragments that did not complete a datagram when they came. */
  fragments: number;
  /** Datagrams given with a payload cut by the snap length. */
  truncatedDatagrams: number;
  /** Datagrams put together from fragments. */
  reassembled: number;
  /** Fragmented datagrams given up: parts missing, parts overlapping, memory bound. */
  incompleteDatagrams: number;
  overlappingDatagrams: number;
  evictedDatagrams: number;
}

export interface DatagramReader {
  /** The UDP datagram that the frame holds or completes, or null; the counters tell why not. */
  read(frame: CapturedFrame): UdpDatagram | null;
  /** Gives up the fragments that are still waiting. */
  finish(): void;
  readonly counters: Readonly<DatagramCounters>;
}

const UDP_HEADER_LENGTH = 8;
const MAX_PACKET = 65_535;

const LOSS_COUNTERS = {
  'incomplete-datagram': 'incompleteDatagrams',
  'overlapping-fragments': 'overlappingDatagrams',
  'fragment-limit': 'evictedDatagrams',
} as const satisfies Record<FragmentLoss, keyof DatagramCounters>;

class FrameDatagramReader implements DatagramReader {
  readonly counters: DatagramCounters = {
    datagrams: 0,
    nonIp: 0,
    nonUdp: 0,
    unsupportedLinkType: 0,
    malformed: 0,
    cut: 0,
    fragments: 0,
    truncatedDatagrams: 0,
    reassembled: 0,
    incompleteDatagrams: 0,
    overlappingDatagrams: 0,
    evictedDatagrams: 0,
  };
  readonly #onProblem: OnCaptureProblem | undefined;
  readonly #fragments: FragmentStore;
  readonly #addresses = new AddressTexts();
  /** Bounded: a link type has 16 bits. */
  readonly #unknownLinkTypes = new Set<number>();

  constructor(options: DatagramReaderOptions) {
    this.#onProblem = options.onProblem;
    const limits: FragmentLimits = {
      maxFragmentMemory: options.maxFragmentMemory ?? 4 * 1024 * 1024,
      maxFragmentedDatagrams: options.maxFragmentedDatagrams ?? 1024,
      fragmentTimeout: options.fragmentTimeout ?? 30_000,
    };
    this.#fragments = new FragmentStore(limits, (code, packet, offset) => {
      this.counters[LOSS_COUNTERS[code]]++;
      this.#onProblem?.({ code, offset, packet, detail: 'named at the first fragment' });
    });
  }

  read(frame: CapturedFrame): UdpDatagram | null {
    if (!isLinkTypeKnown(frame.linkType)) return this.#unsupported(frame);
    const at = findIpHeader(frame.bytes, frame.linkType);
    if (at === NOT_IP) return this.#skip('nonIp');
    const packet = at === TOO_SHORT ? null : parseIpPacket(frame.bytes.subarray(at));
    if (!packet) return this.#broken(frame, 'the frame ends inside its headers, or they contradict each other');
    if (packet.fragment) return this.#fragment(packet, packet.fragment, frame);
    if (packet.protocol !== UDP) return this.#skip('nonUdp');
    return this.#datagram(packet, packet.payload, packet.payloadLength, frame);
  }

  finish(): void {
    this.#fragments.finish();
  }

  #fragment(packet: IpPacket, fragment: IpFragment, frame: CapturedFrame): UdpDatagram | null {
    const ipv6 = packet.source.length === 16;
    if (packet.protocol !== UDP && !(ipv6 && isExtensionHeader(packet.protocol))) return this.#skip('nonUdp');
    const length = packet.payloadLength;
    if (packet.payload.length < length) return this.#broken(frame, 'a fragment is not captured whole');
    if (length === 0 || fragment.offset + length > MAX_PACKET || (fragment.more && length % 8 !== 0)) {
      return this.#malformed(frame, `fragment of ${length} bytes at ${fragment.offset}`);
    }
    const whole = this.#fragments.add(packet, fragment, frame);
    if (!whole) return this.#skip('fragments');
    const inner = walkExtensionHeaders(whole.payload, whole.protocol);
    if (!inner || inner.fragment) return this.#malformed(frame, 'extension headers of a reassembled packet');
    if (inner.protocol !== UDP) return this.#skip('nonUdp');
    const payload = whole.payload.subarray(inner.at);
    const datagram = this.#datagram(packet, payload, payload.length, frame);
    if (datagram) this.counters.reassembled++;
    return datagram;
  }

  #datagram(packet: IpPacket, bytes: Uint8Array, length: number, frame: CapturedFrame): UdpDatagram | null {
    if (length < UDP_HEADER_LENGTH) return this.#malformed(frame, `UDP header in ${length} bytes`);
    if (bytes.length < UDP_HEADER_LENGTH) return this.#broken(frame, 'the frame ends inside the UDP header');
    const udpLength = read16(bytes, 4, false);
    if (udpLength < UDP_HEADER_LENGTH || udpLength > length) {
      return this.#malformed(frame, `UDP length ${udpLength} in ${length} bytes of IP payload`);
    }
    const truncated = bytes.length < udpLength;
    if (truncated) {
      if (!isCut(frame))
        return this.#malformed(frame, `IP length ${length}, but only ${bytes.length} bytes of payload`);
      this.counters.truncatedDatagrams++;
      this.#problem('cut-frame', frame, `${bytes.length} of ${udpLength} bytes of UDP captured`);
    }
    this.counters.datagrams++;
    return {
      packet: frame.index,
      offset: frame.offset,
      time: frame.time,
      source: this.#addresses.textOf(packet.source),
      sourcePort: read16(bytes, 0, false),
      destination: this.#addresses.textOf(packet.destination),
      destinationPort: read16(bytes, 2, false),
      payload: bytes.subarray(UDP_HEADER_LENGTH, udpLength),
      ...(truncated ? { truncated } : {}),
    };
  }

  #skip(counter: keyof DatagramCounters): null {
    this.counters[counter]++;
    return null;
  }

  #unsupported(frame: CapturedFrame): null {
    if (!this.#unknownLinkTypes.has(frame.linkType)) {
      this.#unknownLinkTypes.add(frame.linkType);
      this.#problem('unsupported-link-type', frame, `link type ${frame.linkType}`);
    }
    return this.#skip('unsupportedLinkType');
  }

  /** Bytes are missing: by the snap length, or because the frame lies about its length. */
  #broken(frame: CapturedFrame, detail: string): null {
    if (!isCut(frame)) return this.#malformed(frame, detail);
    this.#problem('cut-frame', frame, detail);
    return this.#skip('cut');
  }

  #malformed(frame: CapturedFrame, detail: string): null {
    this.#problem('malformed-frame', frame, detail);
    return this.#skip('malformed');
  }

  #problem(code: CaptureProblemCode, frame: CapturedFrame, detail: string): void {
    this.#onProblem?.({ code, offset: frame.offset, packet: frame.index, detail });
  }
}

function isCut(frame: CapturedFrame): boolean {
  return frame.bytes.length < frame.originalLength;
}

/**
 * A reader of the UDP datagrams in captured frames, put together from IP fragments where needed. Checksums are not
 * checked: a capture on the sending host has not got them yet.
 */
export function createDatagramReader(options: DatagramReaderOptions = {}): DatagramReader {
  return new FrameDatagramReader(options);
}

/** The UDP datagrams of frames, lazily, in file order; see {@link createDatagramReader}. */
export function* udpDatagrams(
  frames: Iterable<CapturedFrame>,
  options: DatagramReaderOptions = {},
): Generator<UdpDatagram> {
  const reader = createDatagramReader(options);
  for (const frame of frames) {
    const datagram = reader.read(frame);
    if (datagram) yield datagram;
  }
  reader.finish();
}
