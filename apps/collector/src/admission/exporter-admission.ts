import type { AdmissionMode, ExporterAdmissionState, WaitingSender } from '@scopemap/database';

export interface AdmissionLimits {
  /** Senders that are read without anybody having decided on them. */
  readonly maxLearned: number;
  /** Senders that wait and are told apart. */
  readonly maxWaiting: number;
}

/** What came since it was asked last and was not read. */
export interface Unadmitted {
  readonly senders: readonly WaitingSender[];
  /** Datagrams of all of them, and of those that are not told apart. */
  readonly datagrams: number;
}

/**
 * Says whose datagrams are read. Source addresses of UDP can be forged, so an installation must not take in senders without end:
 * the first ones are learned, further ones wait until somebody decides. What is not read is counted, never dropped in silence.
 */
export class ExporterAdmission {
  readonly #limits: AdmissionLimits;
  readonly #admitted = new Set<string>();
  #refused: ReadonlySet<string> = new Set();
  #waiting = new Map<string, { first: number; last: number; datagrams: number }>();
  #unread = 0;
  #mode: AdmissionMode = 'learn';

  constructor(limits: AdmissionLimits) {
    this.#limits = limits;
  }

  /** Senders that are read. */
  get admitted(): number {
    return this.#admitted.size;
  }

  /** Takes in what is decided and known; senders learned meanwhile stay. */
  restore({ mode, admitted, refused }: ExporterAdmissionState): void {
    this.#mode = mode;
    for (const address of admitted) {
      this.#admitted.add(address);
      this.#waiting.delete(address);
    }
    for (const address of refused) this.#admitted.delete(address);
    this.#refused = new Set(refused);
  }

  /** Whether a datagram of `exporter`, received at `receivedAt` (milliseconds since 1970 UTC), is to be read. Counts it if not. */
  admits(exporter: string, receivedAt: number): boolean {
    if (this.#admitted.has(exporter)) return true;
    if (this.#mode === 'learn' && this.#admitted.size < this.#limits.maxLearned && !this.#refused.has(exporter)) {
      this.#admitted.add(exporter);
      return true;
    }
    this.#unread++;
    const known = this.#waiting.get(exporter);
    if (known) {
      known.datagrams++;
      known.last = receivedAt;
    } else if (this.#waiting.size < this.#limits.maxWaiting) {
      this.#waiting.set(exporter, { first: receivedAt, last: receivedAt, datagrams: 1 });
    }
    return false;
  }

  /** What was not read since the last call. */
  takeUnadmitted(): Unadmitted {
    const senders = [...this.#waiting].map(([address, counts]) => ({ address, ...counts }));
    const datagrams = this.#unread;
    this.#waiting = new Map();
    this.#unread = 0;
    return { senders, datagrams };
  }
}
