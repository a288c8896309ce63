import {
  type Db,
  LivePicture,
  type Page,
  type PictureHostPage,
  type PicturePage,
  type PictureSelection,
  pictureGraph,
  pictureHosts,
} from '@scopemap/database';
import type { InfrastructureService } from '@scopemap/scope-model';
import { BUDGET } from './graph-budget.ts';
import { presentGraph } from './present-graph.ts';

/** The whole site from memory: what is asked without a filter. Null: it is not in memory, or not yet; the database knows. */
export interface PictureSource {
  /** A Graph of the contract, as JSON. */
  graph(): Promise<string | null>;
  hosts(page: Page): Promise<PictureHostPage | null>;
  relationships(of: PictureSelection, page: Page): Promise<PicturePage | null>;
  close(): Promise<void>;
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
  #written: MarkedGraph = { mark: '', text: '' };

  constructor({ db, infrastructure, onError }: PictureSourceOptions) {
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

  async hosts(page: Page): Promise<PictureHostPage | null> {
    const current = await this.live.current();
    return current && pictureHosts(current, page);
  }

  async relationships(of: PictureSelection, page: Page): Promise<PicturePage | null> {
    const current = await this.live.current();
    return current ? current.picture.list(of, page) : null;
  }

  close(): Promise<void> {
    return this.live.close();
  }
}
