import type { SequencePosition } from './stored-sequence.ts';

/** How a datagram fits into the sequence of its source. */
export interface SequenceOutcome {
  /**
   * `first`: nothing to compare with. `unknown`: the message before held records that could not be counted.
   * `gap`: units are missing before it. `reordered`: it fills a gap counted before. `duplicate`: the same datagram came
   * before; its records are decoded all the same, and whoever counts traffic must leave them out. `reset`: the exporter
   * began anew.
   */
  readonly kind: 'first' | 'in-order' | 'gap' | 'reordered' | 'duplicate' | 'reset' | 'unknown';
  /** Units missing before this datagram: flows (v5, v7), export packets (v9), data records (IPFIX). */
  readonly lost: number;
}

/** Sequence account of one source, in the unit of its version: flows (v5, v7), export packets (v9), data records (IPFIX). */
export interface SequenceStatistics {
  /** Units that arrived, duplicates not counted. */
  received: number;
  /** Units that never came; lowered again when a late datagram fills the gap. */
  lost: number;
  /** Datagrams. */
  reordered: number;
  duplicates: number;
  resets: number;
}

/** What of a datagram the tracker looks at. */
export interface SequencedMessage {
  readonly sequence: number;
  /** Start of the exporter by its own account, milliseconds; NaN when the version does not say. */
  readonly bootTime: number;
  /** What the datagram holds, in the unit of its sequence; null when it could not be counted. */
  readonly units: number | null;
  /** Its flow records alone. */
  readonly flows: number;
  /** Two datagrams with one sequence number and one fingerprint are the same datagram. */
  readonly fingerprint: number;
}

const REMEMBERED = 64;
const MAX_GAPS = 32;
/** Clocks are set and rounded; a start that moves further than this is another start. */
const BOOT_TOLERANCE_MS = 60_000;
const WRAP = 4294967296;

const IN_ORDER: SequenceOutcome = { kind: 'in-order', lost: 0 };
const plain = (kind: SequenceOutcome['kind']): SequenceOutcome => ({ kind, lost: 0 });

/**
 * Follows the sequence numbers of one source. All arithmetic is modulo 2^32, so the wrap is no event. A number that goes
 * back is a duplicate when the datagram was seen before, reordered when it was missing, and else a reset; a number that
 * jumps ahead is a loss, or a reset when the exporter's own start time moved with it.
 */
export class SequenceTracker {
  readonly statistics: SequenceStatistics = { received: 0, lost: 0, reordered: 0, duplicates: 0, resets: 0 };
  #expected: number | null = null;
  /** Sequence number and units of the datagram before, as far as it was in order. */
  #previous: { readonly sequence: number; readonly units: number | null } | null = null;
  #bootTime = Number.NaN;
  /** What was expected before the datagram that looked like a reset: one stray datagram must not make a restart, nor a loss. */
  #expectedBeforeReset: number | null = null;
  /** Some IPFIX exporters (softflowd) number a message by the flow records up to its end instead of those before it. */
  #countsItself = false;
  readonly #sequences = new Float64Array(REMEMBERED).fill(-1);
  readonly #fingerprints = new Int32Array(REMEMBERED);
  #at = 0;
  /** Missing units, oldest first: from, and how many. */
  #gaps: { from: number; count: number }[] = [];
  #moved = false;

  /** Where it stands, when it has moved since the last call; else null. */
  takePosition(): SequencePosition | null {
    if (!this.#moved || !this.#previous) return null;
    this.#moved = false;
    const bootTime = Number.isNaN(this.#bootTime) ? null : this.#bootTime;
    return { ...this.#previous, expected: this.#expected, bootTime, countsItself: this.#countsItself };
  }

  /** Goes on from a position of an earlier run: what is missing since then is a gap. */
  resume({ sequence, units, expected, bootTime, countsItself }: SequencePosition): void {
    this.#previous = { sequence, units };
    this.#expected = expected;
    this.#bootTime = bootTime ?? Number.NaN;
    this.#countsItself = countsItself;
  }

  /** Whether a datagram with this number would be the next one. */
  isNext(sequence: number): boolean {
    return !this.#countsItself && this.#expected === sequence;
  }

  /** Places a datagram and counts it. */
  observe(message: SequencedMessage): SequenceOutcome {
    const { sequence, units, bootTime, fingerprint } = message;
    const outcome = this.#place(message);
    if (outcome.kind === 'duplicate') {
      this.statistics.duplicates++;
      return outcome;
    }
    const begin = this.#begin(message);
    if (outcome.kind === 'gap') this.#openGap(this.#expected as number, outcome.lost);
    this.#expectedBeforeReset = outcome.kind === 'reset' ? this.#expected : null;
    if (outcome.kind === 'reset') {
      this.statistics.resets++;
      this.#gaps = [];
      this.#sequences.fill(-1);
    }
    this.#sequences[this.#at] = sequence;
    this.#fingerprints[this.#at] = fingerprint;
    this.#at = (this.#at + 1) % REMEMBERED;
    this.statistics.received += units ?? 0;
    if (outcome.kind === 'reordered') this.#fillGap(begin, units ?? 1);
    else {
      this.#bootTime = bootTime;
      this.#previous = { sequence, units };
      this.#moved = true;
      this.#expected = units === null ? null : this.#countsItself ? sequence : (sequence + units) % WRAP;
    }
    return outcome;
  }

  #place(message: SequencedMessage): SequenceOutcome {
    const { sequence, bootTime, fingerprint } = message;
    if (!this.#previous) return plain('first');
    if (this.#expected !== null && this.#begin(message) === this.#expected) return IN_ORDER;
    if (this.#expectedBeforeReset !== null && this.#begin(message) === this.#expectedBeforeReset) {
      this.statistics.resets--;
      return IN_ORDER;
    }
    if (this.#wasSeen(sequence, fingerprint)) return plain('duplicate');
    if (this.#expected === null) return plain('unknown');
    if (this.#restarted(bootTime)) return plain('reset');
    if (this.#otherCountFits(message)) {
      this.#countsItself = !this.#countsItself;
      return IN_ORDER;
    }
    const begin = this.#begin(message);
    const ahead = (begin - this.#expected) | 0;
    if (ahead > 0) return { kind: 'gap', lost: ahead };
    return plain(this.#gapWith(begin) ? 'reordered' : 'reset');
  }

  /** Number of the first unit of a datagram. */
  #begin({ sequence, flows }: SequencedMessage): number {
    return this.#countsItself ? (sequence - flows) >>> 0 : sequence;
  }

  /** Whether the datagram is the next one by the other way of counting, which only IPFIX exporters confuse. */
  #otherCountFits({ sequence, flows, bootTime }: SequencedMessage): boolean {
    if (!Number.isNaN(bootTime) || !this.#previous) return false;
    const { sequence: before, units } = this.#previous;
    if (this.#countsItself) return units !== null && sequence === (before + units) % WRAP;
    return flows > 0 && (sequence - flows) >>> 0 === before;
  }

  #wasSeen(sequence: number, fingerprint: number): boolean {
    return this.#sequences.some((seen, i) => seen === sequence && this.#fingerprints[i] === fingerprint);
  }

  /** A start time that moved by whole wraps of the 32-bit uptime (49.7 days) did not move. */
  #restarted(bootTime: number): boolean {
    if (Number.isNaN(bootTime) || Number.isNaN(this.#bootTime)) return false;
    const moved = (bootTime - this.#bootTime) | 0;
    return Math.abs(moved) > BOOT_TOLERANCE_MS;
  }

  #openGap(from: number, count: number): void {
    this.statistics.lost += count;
    this.#gaps.push({ from, count });
    if (this.#gaps.length > MAX_GAPS) this.#gaps.shift();
  }

  #gapWith(sequence: number) {
    return this.#gaps.find(({ from, count }) => (sequence - from) >>> 0 < count);
  }

  /** Takes units out of a gap; what is left of it stays missing, before them and behind them. */
  #fillGap(sequence: number, units: number): void {
    const gap = this.#gapWith(sequence);
    if (!gap) return;
    const before = (sequence - gap.from) >>> 0;
    const filled = Math.min(units, gap.count - before);
    this.statistics.lost -= filled;
    this.statistics.reordered++;
    this.#gaps.splice(
      this.#gaps.indexOf(gap),
      1,
      ...[
        { from: gap.from, count: before },
        { from: (sequence + filled) % WRAP, count: gap.count - before - filled },
      ].filter(({ count }) => count > 0),
    );
  }
}

/** A short digest of a datagram: its length and some words of it. */
export function fingerprint(view: DataView): number {
  const words = view.byteLength >>> 2;
  const step = Math.max(1, words >>> 4);
  let hash = view.byteLength;
  for (let word = 0; word < words; word += step)
    hash = Math.imul(hash ^ view.getUint32(word * 4), 0x9e3779b1) ^ (hash >>> 15);
  return hash | 0;
}
