import { type BuilderSettings, type RelationshipBuilderOptions, withDefaults } from './builder-options.ts';
import { ConversationTable } from './conversation/conversation-table.ts';
import type { FlowIntake } from './conversation/flow-intake.ts';
import { createExporterTraits, type ExporterTraits } from './direction/exporter-traits.ts';
import { EndpointUseTable } from './endpoint/endpoint-use-table.ts';
import { finishWindow, type WindowTables } from './finish-window.ts';
import type { Flow } from './flow.ts';
import { RelationshipTable } from './relationship-table.ts';
import type { ObservedRelationship, RelationshipWindow, WindowCounters } from './relationship-window.ts';

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
  /** The same for records that are no objects; what it was given counts like added flows. */
  readonly intake: FlowIntake;
  /** Conversations held at present, halves of the present window counted as such; a caller may end the window early by it. */
  readonly conversations: number;
  /** Ends the window: decides and returns all of its relationships, and begins the next one. */
  finish(): RelationshipWindow;
}

class Builder implements RelationshipBuilder {
  readonly #settings: BuilderSettings;
  readonly #table: ConversationTable;
  readonly #tables: WindowTables;
  readonly #traits = new Map<string, ExporterTraits>();
  /** Asked for several times for every conversation, and mostly the same. */
  #latest: { readonly exporter: string; readonly traits: ExporterTraits } | null = null;
  #counted: Omit<WindowCounters, 'segmentEvidenceDropped'>;

  constructor(settings: BuilderSettings) {
    this.#settings = settings;
    this.#table = new ConversationTable(settings);
    const { addresses, exporters } = this.#table;
    this.#tables = {
      relationships: new RelationshipTable(addresses, exporters, settings.seed),
      corrected: new RelationshipTable(addresses, exporters, settings.seed),
      uses: new EndpointUseTable(settings.seed),
    };
    this.#counted = this.#total();
  }

  get intake(): FlowIntake {
    return this.#table.intake;
  }

  get conversations(): number {
    return this.#table.size;
  }

  add(flow: Flow, received = 0): void {
    this.#table.add(flow, received);
  }

  finish(): RelationshipWindow {
    this.#table.settle();
    const { segmentEvidenceDropped, columns, ...window } = finishWindow(
      this.#table,
      this.#tables,
      this.#settings,
      (exporter) => this.#traitsOf(exporter),
    );
    const counters = { ...this.#countsOfWindow(), segmentEvidenceDropped };
    this.#table.carry(this.#settings.carryWindows, this.#settings.maxCarried);
    let relationships: readonly ObservedRelationship[] | undefined;
    return {
      get relationships() {
        relationships ??= [...columns];
        return relationships;
      },
      columns,
      ...window,
      counters,
    };
  }

  #total(): Omit<WindowCounters, 'segmentEvidenceDropped'> {
    const { counters, table } = this.#table.intake;
    return { ...counters, duplicate: table.duplicates, toGroup: table.toGroup };
  }

  #countsOfWindow(): Omit<WindowCounters, 'segmentEvidenceDropped'> {
    const before = this.#counted;
    const now = this.#total();
    this.#counted = now;
    return {
      flows: now.flows - before.flows,
      duplicate: now.duplicate - before.duplicate,
      withoutAddress: now.withoutAddress - before.withoutAddress,
      withoutProtocol: now.withoutProtocol - before.withoutProtocol,
      toGroup: now.toGroup - before.toGroup,
      unusable: now.unusable - before.unusable,
      empty: now.empty - before.empty,
    };
  }

  #traitsOf(exporter: string): ExporterTraits {
    if (exporter === this.#latest?.exporter) return this.#latest.traits;
    let traits = this.#traits.get(exporter);
    if (!traits) {
      traits = createExporterTraits();
      this.#traits.set(exporter, traits);
    }
    this.#latest = { exporter, traits };
    return traits;
  }
}

/** A builder in its first window; see {@link RelationshipBuilder}. */
export function createRelationshipBuilder(options: RelationshipBuilderOptions = {}): RelationshipBuilder {
  return new Builder(withDefaults(options));
}
