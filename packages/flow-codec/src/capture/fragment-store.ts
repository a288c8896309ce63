import { formatIp } from '@scopemap/net';
import type { CaptureProblemCode } from './capture-problem.ts';
import type { CapturedFrame } from './captured-frame.ts';
import type { IpFragment, IpPacket } from './ip-packet.ts';

export interface FragmentLimits {
  /** Bytes held for unfinished datagrams. */
  readonly maxFragmentMemory: number;
  readonly maxFragmentedDatagrams: number;
  /** Milliseconds of capture time after which an unfinished datagram is given up. */
  readonly fragmentTimeout: number;
}

/** Why a fragmented datagram was given up. */
export type FragmentLoss = Extract<
  CaptureProblemCode,
  'overlapping-fragments' | 'incomplete-datagram' | 'fragment-limit'
>;

/** Called for each datagram given up, with the packet number and file offset of its first fragment. */
export type OnFragmentLoss = (code: FragmentLoss, packet: number, offset: number) => void;

interface Piece {
  readonly start: number;
  readonly bytes: Uint8Array;
}

interface Unfinished {
  readonly packet: number;
  readonly offset: number;
  readonly startedAt: number;
  /** Header behind the fragment header of the first fragment. */
  protocol: number;
  /** In order, without overlap. */
  pieces: Piece[];
  received: number;
  /** Length of the whole, known from the last fragment. */
  total: number | null;
  /** Given up because of an overlap: swallows what is still to come (RFC 5722). */
  poisoned: boolean;
}

export interface Reassembled {
  readonly protocol: number;
  readonly payload: Uint8Array;
}

const MAX_PIECES = 256;
/** What a piece costs in memory besides its bytes. */
const PIECE_OVERHEAD = 128;

function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}

function joinPieces(entry: Unfinished): Uint8Array {
  const payload = new Uint8Array(entry.received);
  for (const piece of entry.pieces) payload.set(piece.bytes, piece.start);
  return payload;
}

/** Puts fragments together; memory, number and age of what is unfinished are bounded. */
export class FragmentStore {
  /** In the order in which they began. */
  readonly #unfinished = new Map<string, Unfinished>();
  readonly #limits: FragmentLimits;
  readonly #onLoss: OnFragmentLoss;
  #memory = 0;
  #now = 0;

  constructor(limits: FragmentLimits, onLoss: OnFragmentLoss) {
    this.#limits = limits;
    this.#onLoss = onLoss;
  }

  get memory(): number {
    return this.#memory;
  }

  get size(): number {
    return this.#unfinished.size;
  }

  /** Takes one fragment with its whole payload; the datagram when this was the last missing one. */
  add(packet: IpPacket, fragment: IpFragment, frame: CapturedFrame): Reassembled | null {
    if (frame.time !== null) this.#now = frame.time;
    this.#expire();
    // Interfaces of the capture are not told apart: the fragments of one datagram may have taken two ways.
    // IPv4 numbers its packets per protocol, IPv6 does not (RFC 791 section 3.2, RFC 8200 section 4.5).
    const protocol = packet.source.length === 4 ? packet.protocol : 'v6';
    const key = `${formatIp(packet.source)} ${formatIp(packet.destination)} ${protocol} ${fragment.id}`;
    let entry = this.#unfinished.get(key);
    if (entry && this.#isOld(entry)) {
      this.#giveUp(key, entry, 'incomplete-datagram');
      entry = undefined;
    }
    entry ??= this.#begin(key, packet, frame);
    if (entry.poisoned) return null;
    if (!this.#insert(entry, packet.payload, fragment)) {
      this.#poison(entry);
      return null;
    }
    if (fragment.offset === 0) entry.protocol = packet.protocol;
    if (entry.received === entry.total) {
      this.#remove(key, entry);
      return { protocol: entry.protocol, payload: joinPieces(entry) };
    }
    if (entry.pieces.length > MAX_PIECES) this.#giveUp(key, entry, 'fragment-limit');
    this.#makeRoom(0);
    return null;
  }

  /** Gives up everything unfinished, at the end of the capture. */
  finish(): void {
    for (const [key, entry] of this.#unfinished) this.#giveUp(key, entry, 'incomplete-datagram');
  }

  #begin(key: string, packet: IpPacket, frame: CapturedFrame): Unfinished {
    this.#makeRoom(1);
    const entry: Unfinished = {
      packet: frame.index,
      offset: frame.offset,
      startedAt: this.#now,
      protocol: packet.protocol,
      pieces: [],
      received: 0,
      total: null,
      poisoned: false,
    };
    this.#unfinished.set(key, entry);
    return entry;
  }

  /** False when the fragment contradicts what is there; an exact repetition does not. */
  #insert(entry: Unfinished, bytes: Uint8Array, { offset: start, more }: IpFragment): boolean {
    const end = start + bytes.length;
    if (!more) {
      if (entry.total !== null && entry.total !== end) return false;
      entry.total = end;
    }
    let place = entry.pieces.findIndex((piece) => piece.start >= start);
    if (place < 0) place = entry.pieces.length;
    const after = entry.pieces[place];
    if (after?.start === start && sameBytes(after.bytes, bytes)) return true;
    const before = entry.pieces[place - 1];
    if (before && before.start + before.bytes.length > start) return false;
    if (after && after.start < end) return false;
    const last = entry.pieces.at(-1);
    const furthest = Math.max(end, last ? last.start + last.bytes.length : 0);
    if (entry.total !== null && furthest > entry.total) return false;
    // Not slice(): of a Node.js Buffer it would not copy.
    entry.pieces.splice(place, 0, { start, bytes: new Uint8Array(bytes) });
    entry.received += bytes.length;
    this.#memory += bytes.length + PIECE_OVERHEAD;
    return true;
  }

  #isOld(entry: Unfinished): boolean {
    // Absolute: merged captures go back in time.
    return Math.abs(this.#now - entry.startedAt) > this.#limits.fragmentTimeout;
  }

  #expire(): void {
    for (const [key, entry] of this.#unfinished) {
      if (!this.#isOld(entry)) return;
      this.#giveUp(key, entry, 'incomplete-datagram');
    }
  }

  /** Gives up the oldest until there is room for `more` datagrams and the memory is within its limit. */
  #makeRoom(more: number): void {
    for (const [key, entry] of this.#unfinished) {
      const full = this.#unfinished.size + more > this.#limits.maxFragmentedDatagrams;
      if (!full && this.#memory <= this.#limits.maxFragmentMemory) return;
      this.#giveUp(key, entry, 'fragment-limit');
    }
  }

  #poison(entry: Unfinished): void {
    this.#release(entry);
    entry.poisoned = true;
    this.#onLoss('overlapping-fragments', entry.packet, entry.offset);
  }

  #giveUp(key: string, entry: Unfinished, code: FragmentLoss): void {
    this.#remove(key, entry);
    if (!entry.poisoned) this.#onLoss(code, entry.packet, entry.offset);
  }

  #remove(key: string, entry: Unfinished): void {
    this.#memory -= entry.received + entry.pieces.length * PIECE_OVERHEAD;
    this.#unfinished.delete(key);
  }

  #release(entry: Unfinished): void {
    this.#memory -= entry.received + entry.pieces.length * PIECE_OVERHEAD;
    entry.pieces = [];
    entry.received = 0;
  }
}
