import { sql } from 'kysely';
import type { PoolClient } from 'pg';
import type { Db } from '../database.ts';

/** A host's address and the one that others saw instead of it, in a period. */
export interface AddressTranslation {
  readonly address: string;
  readonly shownAs: string;
  /** Address of the exporter that told of it. */
  readonly exporter: string;
  readonly from: Date;
  readonly to: Date;
}

/** Sightings of one pair that lie further apart than this are two periods: what held in between, nobody saw. */
const LONGEST_SILENCE = '1 hour';

/**
 * Stores translations that flows showed: a sighting that follows a stored period of the same pair closely makes that longer, another
 * begins its own. The same again changes nothing.
 */
export async function saveTranslations(client: PoolClient, translations: readonly AddressTranslation[]): Promise<void> {
  if (translations.length === 0) return;
  await client.query(
    `with seen as (
       select * from unnest($1::inet[], $2::inet[], $3::inet[], $4::timestamptz[], $5::timestamptz[])
         with ordinality as s (address, shown_as, exporter, valid_from, valid_to, n)
     ), near as (
       select distinct on (s.n) s.n, t.id, s.valid_to
       from seen s join address_translation t using (address, shown_as, exporter)
       where t.valid_from <= s.valid_from and t.valid_to >= s.valid_from - $6::interval
       order by s.n, t.valid_to desc
     ), locked as (
       -- In one order for all writers, so that two of them may wait for each other, but never both.
       select id from address_translation where id in (select id from near) order by id for update
     ), longer as (
       update address_translation t set valid_to = greatest(t.valid_to, latest.valid_to)
       from (select id, max(near.valid_to) as valid_to from near join locked using (id) group by id) latest
       where t.id = latest.id
     )
     insert into address_translation (address, shown_as, exporter, valid_from, valid_to)
     select address, shown_as, exporter, valid_from, max(valid_to) from seen
     where n not in (select n from near)
     group by 1, 2, 3, 4
     order by 1, 2, 3, 4
     on conflict (address, shown_as, exporter, valid_from)
       do update set valid_to = greatest(address_translation.valid_to, excluded.valid_to)`,
    [
      translations.map(({ address }) => address),
      translations.map(({ shownAs }) => shownAs),
      translations.map(({ exporter }) => exporter),
      translations.map(({ from }) => from.toISOString()),
      translations.map(({ to }) => to.toISOString()),
      LONGEST_SILENCE,
    ],
  );
}

/** An address and the one that others saw instead of it, with all the time in which they did. */
export interface TranslatedPair {
  readonly address: string;
  readonly shownAs: string;
  /** Addresses of the exporters that told of it. */
  readonly exporters: readonly string[];
  readonly from: Date;
  readonly to: Date;
  /** How many periods with sightings, apart from each other; what several exporters told of one period is one. */
  readonly periods: number;
}

/** Pairs with the address on either side, those seen last first; at most `limit` of `total`. */
export async function listTranslations(
  db: Db,
  address: string,
  limit: number,
): Promise<{ readonly pairs: readonly TranslatedPair[]; readonly total: number }> {
  const { rows } = await sql<TranslatedPair & { total: number }>`
    select host(address) as address, host(shown_as) as "shownAs", exporters, "from", "to",
      (select count(*) from unnest(seen))::int as periods, total
    from (
      select address, shown_as, array_agg(distinct host(exporter)) as exporters,
        min(valid_from) as "from", max(valid_to) as "to",
        range_agg(tstzrange(valid_from, valid_to, '[]')) as seen, count(*) over ()::int as total
      from address_translation where address = ${address}::inet or shown_as = ${address}::inet
      group by address, shown_as
      order by max(valid_to) desc, address, shown_as limit ${limit}
    ) latest
    order by "to" desc, latest.address, latest.shown_as`.execute(db);
  return { pairs: rows.map(({ total: _, ...pair }) => pair), total: rows[0]?.total ?? 0 };
}
