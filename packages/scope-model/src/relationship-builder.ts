import { type BuilderSettings, type RelationshipBuilderOptions, withDefaults } from './builder-options.ts';
import { ConversationTable, type HostFlow } from './conversation/conversation-table.ts';
import { createExporterTraits, type ExporterTraits } from './direction/exporter-traits.ts';
import { finishWindow } from './finish-window.ts';
import type { Flow } from './flow.ts';
import type { RelationshipWindow, WindowCounters } from './relationship-window.ts';

/**
 * Turns flows into relationships, window by window. One builder per stream of windows: it remembers the conversations of
 * the last windows, so that a half that comes later joins the half that was there, and says what that changed.
 *
 * Within a window the order of the flows and repeated records change nothing. Across windows the same holds for the sums of all
 * windows, corrections applied, as long as a conversation's records are no further apart than `carryWindows` and the bounds
 * were not met; an answer given before the deciding record came is corrected, not withheld.
 */
export interface RelationshipBuilder {
  /** `received` (milliseconds since 1970 UTC) stands in for the times a record does not have; without it such records count as of 1970. */
  add(flow: Flow, received?: number): void;
  /** Conversations held at present; a caller may end the window early by it. */
  readonly conversations: number;
  /** Ends the window: decides and returns all of its relationships, and begins the next one. */
  finish(): RelationshipWindow;
}

type MutableCounters = { -readonly [Key in keyof WindowCounters]: number };

function noCounts(): MutableCounters {
  return {
    flows: 0,
    duplicate: 0,
    withoutAddress: 0,
    withoutProtocol: 0,
    toGroup: 0,
    unusable: 0,
    empty: 0,
    segmentEvidenceDropped: 0,
  };
}

const COUNTER_OF = {
  counted: null,
  'to-group': 'toGroup',
  duplicate: 'duplicate',
  empty: 'empty',
  unusable: 'unusable',
} as const;

class Builder implements RelationshipBuilder {
  readonly #settings: BuilderSettings;
  readonly #table: ConversationTable;
  readonly #traits = new Map<string, ExporterTraits>();
  #counters = noCounts();

  constructor(settings: BuilderSettings) {
    this.#settings = settings;
    this.#table = new ConversationTable(settings.isBroadcast);
  }

  get conversations(): number {
    return this.#table.size;
  }

  add(flow: Flow, received = 0): void {
    this.#counters.flows++;
    if (flow.srcAddr === null || flow.dstAddr === null) this.#counters.withoutAddress++;
    else if (flow.protocol === null) this.#counters.withoutProtocol++;
    else {
      const counter = COUNTER_OF[this.#table.add(flow as HostFlow, received)];
      if (counter) this.#counters[counter]++;
    }
  }

  finish(): RelationshipWindow {
    const { segmentEvidenceDropped, ...window } = finishWindow(this.#table, this.#settings, (exporter) =>
      this.#traitsOf(exporter),
    );
    const counters = { ...this.#counters, segmentEvidenceDropped };
    this.#counters = noCounts();
    this.#table.carry(this.#settings.carryWindows, this.#settings.maxCarried);
    return { ...window, counters };
  }

  #traitsOf(exporter: string): ExporterTraits {
    let traits = this.#traits.get(exporter);
    if (!traits) {
      traits = createExporterTraits();
      this.#traits.set(exporter, traits);
    }
    return traits;
  }
}

/** A builder in its first window; see {@link RelationshipBuilder}. */
export function createRelationshipBuilder(options: RelationshipBuilderOptions = {}): RelationshipBuilder {
  return new Builder(withDefaults(options));
}
