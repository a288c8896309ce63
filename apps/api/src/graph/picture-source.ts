import {
  type Db,
  type HostRow,
  LivePicture,
  type Page,
  type PictureSelection,
  pictureGraph,
  pictureHosts,
  pictureRelationships,
  type RelationshipViewRow,
} from '@scopemap/database';
import type { InfrastructureService } from '@scopemap/scope-model';
import { BUDGET } from './graph-budget.ts';
import { presentGraph } from './present-graph.ts';

/** The whole site from memory: what is asked without a filter. Null: it is not in memory, or not yet; the database knows. */
export interface PictureSource {
  /** A Graph of the contract, as JSON. */
  graph(): Promise<string | null>;
  hosts(page: Page): Promise<{ hosts: HostRow[]; total: number } | null>;
  relationships(of: PictureSelection, page: Page): Promise<RelationshipPage | null>;
  close(): Promise<void>;
}

export interface RelationshipPage {
  readonly relationships: RelationshipViewRow[];
  readonly total: number;
}

export interface PictureSourceOptions {
  readonly db: Db;
  readonly infrastructure?: readonly InfrastructureService[] | undefined;
  readonly onError: (error: Error) => void;
}

/** An answer, and what tells it from others: the same mark, the same answer. */
export interface MarkedGraph {
  readonly mark: string;
  readonly text: string;
}

/** A {@link PictureSource} in this thread. */
export class LivePictureSource implements PictureSource {
  readonly live: LivePicture;
  readonly #db: Db;
  readonly #infrastructure: PictureSourceOptions['infrastructure'];
  #written: MarkedGraph = { mark: '', text: '' };

  constructor({ db, infrastructure, onError }: PictureSourceOptions) {
    this.#db = db;
    this.#infrastructure = infrastructure;
    this.live = new LivePicture({ db, infrastructure, onError });
  }

  async markedGraph(): Promise<MarkedGraph | null> {
    const current = await this.live.current();
    if (!current) return null;
    const { version, behindSince } = current;
    const mark = `${version} ${behindSince}`;
    if (this.#written.mark === mark) return this.#written;
    const graph = presentGraph(pictureGraph(current, BUDGET), { from: null, to: null });
    const asOf = behindSince === null ? {} : { trafficAsOf: new Date(behindSince).toISOString() };
    this.#written = { mark, text: JSON.stringify({ ...graph, ...asOf }) };
    return this.#written;
  }

  async graph(): Promise<string | null> {
    return (await this.markedGraph())?.text ?? null;
  }

  async hosts(page: Page): Promise<{ hosts: HostRow[]; total: number } | null> {
    const current = await this.live.current();
    return current && pictureHosts(this.#db, current, page);
  }

  async relationships(of: PictureSelection, page: Page): Promise<RelationshipPage | null> {
    const current = await this.live.current();
    return current && pictureRelationships(this.#db, current, of, page, this.#infrastructure);
  }

  close(): Promise<void> {
    return this.live.close();
  }
}
