import { INFRASTRUCTURE_SERVICES, type InfrastructureService } from '@scopemap/scope-model';
import { sql } from 'kysely';
import type { Db, Trx } from '../database.ts';
import { type DayRow, readDays } from '../queries/graph.ts';
import { wideRead } from '../queries/wide-read.ts';
import { Picture } from './picture.ts';
import {
  type PlaceRecords,
  putChanged,
  readApprovals,
  readChanged,
  readHosts,
  readPlaces,
  readRelationships,
  readSomeHosts,
} from './read-picture.ts';
import {
  type Changes,
  changedIds,
  LONGEST_MEMORY_MS,
  type Moment,
  momentOf,
  pruneViewChanges,
  tallyChanges,
} from './view-changes.ts';

export interface LivePictureOptions {
  readonly db: Db;
  /** Services that are drawn as one bundle; the model's list when not given. */
  readonly infrastructure?: readonly InfrastructureService[] | undefined;
  /** More relationships than these are not kept in memory, where each takes some 70 octets. Default 20 million. */
  readonly mostRelationships?: number | undefined;
  /** No more relationships than these are read while the question waits. Default 20,000. */
  readonly mostAtOnce?: number | undefined;
  /** What goes on beside questions failed; it is tried again at the next one. */
  readonly onError: (error: Error) => void;
}

/** A picture as of a moment. To be used before anything else is waited for: it goes on changing. */
export interface CurrentPicture {
  readonly picture: Picture;
  readonly places: PlaceRecords;
  /** Days with data; of a large site they may lag behind the rest. */
  readonly days: readonly DayRow[];
  /** The same number, the same content. */
  readonly version: number;
  /**
   * Traffic is that of this moment, in milliseconds since 1970 UTC; null: of the question, as all that people say and all that
   * was decided is.
   */
  readonly behindSince: number | null;
}

const MOST_RELATIONSHIPS = 20_000_000;
const MOST_AT_ONCE = 20_000;
/** More changes than these are not followed: everything is read again. */
const MOST_FOLLOWED = 2_000_000;
/** How long a site that was too large is not looked at again. */
const TOO_LARGE_MS = 600_000;

/** Sums of days that take long are worked out again after so many times what they took. */
const DAYS_SHARE = 20;

interface Followed {
  readonly picture: Picture;
  placeText: string;
  places: PlaceRecords;
  days: readonly DayRow[];
  areDaysBehind: boolean;
  /** The moment that the days are of; their cost in milliseconds. */
  daysOf: Moment;
  daysCost: number;
  /** What the picture knows of everything but relationships. */
  facts: Moment;
  /** What it knows of relationships. */
  traffic: Moment;
}

/**
 * Keeps a {@link Picture} and brings it up to date when it is asked for. Much traffic is followed beside the questions, which are
 * then answered as of the moment that was followed last.
 */
export class LivePicture {
  readonly #db: Db;
  readonly #infrastructure: readonly InfrastructureService[];
  readonly #mostRelationships: number;
  readonly #mostAtOnce: number;
  readonly #onError: (error: Error) => void;
  #followed: Followed | null = null;
  #version = 0;
  #looking: Promise<void> | null = null;
  #nextLook: Promise<void> | null = null;
  #beside: Promise<void> | null = null;
  #tooLargeUntil = 0;
  #isClosed = false;

  constructor({ db, infrastructure, mostRelationships, mostAtOnce, onError }: LivePictureOptions) {
    this.#db = db;
    this.#infrastructure = infrastructure ?? INFRASTRUCTURE_SERVICES;
    this.#mostRelationships = mostRelationships ?? MOST_RELATIONSHIPS;
    this.#mostAtOnce = mostAtOnce ?? MOST_AT_ONCE;
    this.#onError = onError;
  }

  /** What is stored now; null when it is not in memory, or not yet. Rejects with the server's error. */
  async current(): Promise<CurrentPicture | null> {
    await this.#look();
    if (!this.#followed) return null;
    const { picture, places, days, facts, traffic } = this.#followed;
    if (picture.bringTo(facts.time)) this.#version++;
    return {
      picture,
      places,
      days,
      version: this.#version,
      behindSince: traffic.time < facts.time ? traffic.time : null,
    };
  }

  /** Follows what was written until now, however much; to be called now and then, also when nobody asks. */
  async follow(): Promise<void> {
    await this.#look();
    await this.#beside;
  }

  /** Forgets changes that everybody has had the time to follow. */
  prune(): Promise<void> {
    return pruneViewChanges(this.#db);
  }

  /** Resolves when nothing is on its way any more. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#looking?.catch(() => {});
    await this.#beside;
  }

  /** A look that began before the question does not count. */
  #look(): Promise<void> {
    if (!this.#looking) {
      this.#looking = this.#lookNow().finally(() => {
        this.#looking = null;
      });
      return this.#looking;
    }
    this.#nextLook ??= this.#looking
      .catch(() => {})
      .then(() => {
        this.#nextLook = null;
        return this.#look();
      });
    return this.#nextLook;
  }

  async #lookNow(): Promise<void> {
    const isBehind = await wideRead(this.#db, (trx) =>
      this.#followed ? this.#goOn(trx, this.#followed) : this.#begin(trx),
    );
    if (isBehind && !this.#isClosed) this.#catchUp();
  }

  /** Reads everything, or leaves it for later when that is much. True: there is something left to do. */
  async #begin(trx: Trx): Promise<boolean> {
    if (this.#beside || Date.now() < this.#tooLargeUntil) return false;
    if ((await countUpTo(trx, this.#mostAtOnce)) > this.#mostAtOnce) return true;
    await this.#readAll(trx);
    return false;
  }

  async #readAll(trx: Trx): Promise<void> {
    const picture = new Picture(this.#infrastructure);
    const moment = await momentOf(trx);
    const placeText = await readPlaces(trx);
    for (const host of await readHosts(trx)) picture.putHost(host);
    picture.setApprovals(await readApprovals(trx));
    await readRelationships(trx, picture);
    const begin = performance.now();
    const days = await readDays(trx);
    const daysCost = performance.now() - begin;
    const places = JSON.parse(placeText) as PlaceRecords;
    const read = { picture, placeText, places, days, areDaysBehind: false, daysOf: moment, daysCost };
    this.#followed = { ...read, facts: moment, traffic: moment };
    this.#version++;
  }

  /** True: there is traffic left to follow. */
  async #goOn(trx: Trx, followed: Followed): Promise<boolean> {
    const changes = await tallyChanges(trx, followed.facts, followed.traffic);
    const isForgotten = Math.abs(changes.moment.time - followed.traffic.time) > LONGEST_MEMORY_MS;
    if (changes.facts.has('all') || changes.traffic > MOST_FOLLOWED || isForgotten) {
      if (this.#followed === followed) this.#followed = null;
      return this.#begin(trx);
    }
    await this.#followFacts(trx, followed, changes);
    if (changes.traffic === 0) {
      followed.traffic = changes.moment;
      return this.#areDaysDue(followed, changes.moment);
    }
    // While more is read elsewhere, its rows must not come after newer ones.
    if (changes.traffic > this.#mostAtOnce || this.#beside) return true;
    await this.#followTraffic(trx, followed, changes.moment);
    return false;
  }

  /** Reads first and puts then, so that nobody meets a part of it. */
  async #followFacts(trx: Trx, followed: Followed, { facts, moment }: Changes): Promise<void> {
    const { picture } = followed;
    const placeText = await readPlaces(trx);
    const hosts = facts.has('places')
      ? await readHosts(trx)
      : facts.has('host')
        ? await readSomeHosts(trx, await changedIds(trx, followed.facts, 'host'))
        : [];
    const approvals = facts.has('approvals') ? await readApprovals(trx) : null;
    for (const host of hosts) picture.putHost(host);
    if (approvals) picture.setApprovals(approvals);
    const isSame = placeText === followed.placeText;
    if (!isSame) followed.places = JSON.parse(placeText);
    followed.placeText = placeText;
    followed.facts = moment;
    if (facts.size > 0 || !isSame) this.#version++;
  }

  async #followTraffic(trx: Trx, followed: Followed, moment: Moment): Promise<void> {
    const { picture, traffic } = followed;
    const pairs = await changedIds(trx, traffic, 'pair');
    const ids = await changedIds(trx, traffic, 'relationship');
    const changed = await readChanged(trx, ids, pairs);
    // Hosts that came between the last look at the facts and this one; others may be known better by now.
    const hosts = await readSomeHosts(trx, await changedIds(trx, followed.facts, 'host'));
    for (const host of hosts) if (picture.hosts.numberOf(host.id) < 0) picture.putHost(host);
    try {
      putChanged(picture, changed);
    } catch (error) {
      // A picture of which only a part was followed is none.
      if (this.#followed === followed) this.#followed = null;
      throw error;
    }
    followed.traffic = moment;
    this.#version++;
    if (ids.length > 0) followed.areDaysBehind = true;
    if (this.#areDaysDue(followed, moment)) await this.#followDays(trx, followed, moment);
  }

  #areDaysDue({ areDaysBehind, daysOf, daysCost, picture }: Followed, { time }: Moment): boolean {
    const isCheap = picture.relationships <= this.#mostAtOnce;
    return areDaysBehind && (isCheap || time - daysOf.time > daysCost * DAYS_SHARE);
  }

  async #followDays(trx: Trx, followed: Followed, moment: Moment): Promise<void> {
    const begin = performance.now();
    followed.days = await readDays(trx);
    followed.daysCost = performance.now() - begin;
    followed.daysOf = moment;
    followed.areDaysBehind = false;
    this.#version++;
  }

  /** Reads or follows much, beside the questions. */
  #catchUp(): void {
    this.#beside ??= wideRead(this.#db, async (trx) => {
      const followed = this.#followed;
      if (followed) return this.#followTraffic(trx, followed, await momentOf(trx));
      if ((await countUpTo(trx, this.#mostRelationships)) <= this.#mostRelationships) return this.#readAll(trx);
      this.#tooLargeUntil = Date.now() + TOO_LARGE_MS;
    })
      .catch(this.#onError)
      .finally(() => {
        this.#beside = null;
      });
  }
}

async function countUpTo(trx: Trx, most: number): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::float8 as count from (select from relationship limit ${most + 1}) counted`.execute(trx);
  return rows[0]?.count ?? 0;
}
