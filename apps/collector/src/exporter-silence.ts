import type { SeenExporter } from '@scopemap/database';

/** Exporters watched; further ones are not. */
const MAX_WATCHED = 10_000;

export interface SilenceChanges {
  /** Exporters that have just fallen silent, with the time of their last datagram in milliseconds since 1970 UTC. */
  readonly silent: readonly { readonly exporter: string; readonly last: number }[];
  /** Exporters that were silent and send again. */
  readonly back: readonly string[];
}

/** Notices exporters that stop sending: what they would have told is missing from then on, and nobody else says so. */
export class ExporterSilence {
  readonly #afterMs: number;
  readonly #last = new Map<string, number>();
  readonly #silent = new Set<string>();

  constructor(afterMs: number) {
    this.#afterMs = afterMs;
  }

  /** Takes in what a window has seen. */
  note(exporters: readonly SeenExporter[]): void {
    for (const { address, last } of exporters) {
      const before = this.#last.get(address);
      if (before === undefined && this.#last.size >= MAX_WATCHED) continue;
      this.#last.set(address, Math.max(before ?? 0, last));
    }
  }

  /** What has changed since the last call. */
  check(now: number): SilenceChanges {
    const silent: { exporter: string; last: number }[] = [];
    const back: string[] = [];
    for (const [exporter, last] of this.#last) {
      const isSilent = now - last > this.#afterMs;
      if (isSilent === this.#silent.has(exporter)) continue;
      if (isSilent) {
        this.#silent.add(exporter);
        silent.push({ exporter, last });
      } else {
        this.#silent.delete(exporter);
        back.push(exporter);
      }
    }
    return { silent, back };
  }

  /** Time of the last datagram of each exporter, milliseconds since 1970 UTC. */
  get lastSeen(): ReadonlyMap<string, number> {
    return this.#last;
  }

  get silent(): ReadonlySet<string> {
    return this.#silent;
  }
}
