import { Source } from './source.ts';

/** What else is to be done when sources come and go. */
export interface SourceHooks {
  /** A source was given up to stay within the limit. */
  forget(source: Source): void;
  /** A new source is an old one that goes on from another port. */
  takeOver(source: Source, before: Source): void;
}

/**
 * All sources heard so far, bounded: past the limit one that was silent for long is forgotten.
 *
 * **The key of template memory** is exporter address, UDP source port, observation domain and version. The port belongs
 * to it because processes and line cards of one exporter send from ports of their own and give ids meanings of their
 * own; sharing templates between them decodes records with the wrong layout. An exporter that comes back from another
 * port is one of two cases. It restarted: then its numbering begins anew, it announces its templates again, and data
 * that runs ahead of them waits. Or only its port changed, by address translation on the way: then its sequence numbers
 * go on where the old port stopped, and the new source takes over templates and options of the old one. The
 * sequence decides, never a guess: {@link continues}.
 */
export class Sources {
  readonly #max: number;
  readonly #maxOfExporter: number;
  readonly #hooks: SourceHooks;
  readonly #byExporter = new Map<string, Map<string, Source>>();
  /** The source heard last of an exporter, domain and version, whatever its port. */
  readonly #latest = new Map<string, Source>();
  readonly #all = new Set<Source>();
  #last: Source | null = null;

  /** Sources given up to stay within the limit. */
  forgotten = 0;

  constructor(max: number, maxOfExporter: number, hooks: SourceHooks) {
    this.#max = max;
    this.#maxOfExporter = maxOfExporter;
    this.#hooks = hooks;
  }

  all(): IterableIterator<Source> {
    return this.#all.values();
  }

  /** The source of a datagram; `sequence` is null when it comes from storage and not from a datagram. */
  get(exporter: string, port: number, domain: number, version: number, sequence: number | null): Source {
    const last = this.#last;
    if (last?.port === port && last.domain === domain && last.version === version && last.exporter === exporter) {
      last.heard = true;
      return last;
    }
    const of = this.#byExporter.get(exporter) ?? new Map<string, Source>();
    const key = `${port} ${domain} ${version}`;
    const latestKey = `${exporter} ${domain} ${version}`;
    let source = of.get(key);
    if (!source) {
      source = new Source(exporter, port, domain, version);
      const before = this.#latest.get(latestKey);
      if (before && continues(before, sequence)) this.#hooks.takeOver(source, before);
      if (of.size >= this.#maxOfExporter) this.#forgetSilent(of.values());
      else if (this.#all.size >= this.#max) this.#forgetSilent(this.#all);
      of.set(key, source);
      this.#byExporter.set(exporter, of);
      this.#all.add(source);
    }
    source.heard = true;
    this.#latest.set(latestKey, source);
    this.#last = source;
    return source;
  }

  /** Second-chance search: a source heard since the last search is passed over once. */
  #forgetSilent(candidates: Iterable<Source>): void {
    let first: Source | undefined;
    for (const source of candidates) {
      // Around once: every one was heard since, and has lost that by now.
      if (source === first) break;
      first ??= source;
      this.#all.delete(source);
      if (!source.heard) {
        this.#forget(source);
        return;
      }
      source.heard = false;
      this.#all.add(source);
    }
    if (first) {
      this.#all.delete(first);
      this.#forget(first);
    }
  }

  #forget(source: Source): void {
    this.forgotten++;
    const of = this.#byExporter.get(source.exporter);
    of?.delete(`${source.port} ${source.domain} ${source.version}`);
    if (of?.size === 0) this.#byExporter.delete(source.exporter);
    const latestKey = `${source.exporter} ${source.domain} ${source.version}`;
    if (this.#latest.get(latestKey) === source) this.#latest.delete(latestKey);
    if (this.#last === source) this.#last = null;
    this.#hooks.forget(source);
  }
}

/** Whether a message with this number is the next one of a source. A source that never counted up proves nothing. */
function continues(source: Source, sequence: number | null): boolean {
  return sequence !== null && sequence !== 0 && source.templates.size > 0 && source.sequence.isNext(sequence);
}
