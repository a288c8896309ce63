import type { RuleFact } from '../facts/control-fact.ts';
import type { ScopeFacts } from '../facts/scope-facts.ts';
import { NaiveReading } from './naive-reading.ts';

/** Who is where by R1, R2, R3 and R5 of DOMAIN 2.5, read once more. Each set is what the rule alone would say. */
export interface NaiveCategories {
  readonly accountData: ReadonlySet<string>;
  readonly segmenting: ReadonlySet<string>;
  readonly contaminated: ReadonlySet<string>;
  readonly connected: ReadonlySet<string>;
}

/** Knows networks of segments without zones, and rules without a line that denies. */
export function naiveCategories(facts: ScopeFacts): NaiveCategories {
  const reading = new NaiveReading(facts);
  const systems = reading.systems();
  const those = (holds: (id: string) => boolean) => new Set(systems.filter(holds));
  const claimed = (claim: string, ...subjects: string[]) =>
    subjects.length > 0 && reading.said('claim', ...subjects).some(({ statement }) => statement.claim === claim);

  const isExternal = (id: string) =>
    ((reading.said('third-party', id).length > 0 || claimed('external', id)) &&
      reading.places(id).every((place) => claimed('external', place))) ||
    (reading.places(id).length > 0 &&
      reading.addresses(id).every((address) => reading.segmentOf(address) !== undefined) &&
      reading.places(id).every((place) => claimed('external', place)));
  const carrying = new Set(
    facts.contacts
      .filter((one) => reading.said('carries-account-data', one.id).length > 0 && !reading.isRetired(one))
      .flatMap((one) => reading.ends(one).flat()),
  );

  const accountData = those(
    (id) => reading.said('account-data', id).length > 0 || claimed('cde', id) || (carrying.has(id) && !isExternal(id)),
  );
  const accountPlaces = facts.segments
    .map(({ id }) => id)
    .filter(
      (place) =>
        reading.said('cde-segment', place).length > 0 ||
        claimed('cde', place) ||
        [...accountData].some((id) => reading.places(id).includes(place)),
    );
  const segmenting = those((id) =>
    facts.controls.some(
      ({ asset, separates }) =>
        asset === id && separates.some(([a, b]) => accountPlaces.includes(a.id) || accountPlaces.includes(b.id)),
    ),
  );

  const isOpen = (a: string, b: string) =>
    reading
      .said('unsegmented')
      .some(
        ({ tag, statement }) =>
          (tag.subject.id === a && statement.other.id === b) || (tag.subject.id === b && statement.other.id === a),
      ) ||
    reading
      .controls(a, b)
      .some(({ ruleSet }) => ruleSet?.rules.some(({ source, uncertain }) => source === null && !uncertain));
  const guests = (host: string) => reading.said('hosts', host).map(({ statement }) => statement.guest);
  const mixes = (host: string) =>
    reading.said('guests-separated', host).length === 0 &&
    guests(host).length > 0 &&
    [host, ...guests(host)].some((id) => accountData.has(id));
  const contaminated = those(
    (id) =>
      !accountData.has(id) &&
      (reading
        .places(id)
        .some(
          (place) =>
            accountPlaces.includes(place) ||
            (!isExternal(id) && accountPlaces.some((cde) => cde !== place && isOpen(place, cde))),
        ) ||
        systems.some((host) => mixes(host) && (host === id || guests(host).includes(id)))),
  );

  // A device between places stands in each of them; contact with it is none with the CDE.
  const inCde = (id: string) => accountData.has(id) || (contaminated.has(id) && !segmenting.has(id));
  const cdePlaces = facts.segments
    .map(({ id }) => id)
    .filter(
      (place) =>
        accountPlaces.includes(place) ||
        systems.some((id) => inCde(id) && reading.places(id).includes(place)) ||
        (!claimed('external', place) && accountPlaces.some((cde) => cde !== place && isOpen(place, cde))),
    );
  const permits = ({ source, destination, uncertain }: RuleFact, address: string, cde: string): boolean => {
    const names = (prefixes: readonly string[] | null, one: string) =>
      prefixes === null || prefixes.some((prefix) => reading.contains(prefix, one));
    const meets = (prefixes: readonly string[] | null) =>
      prefixes === null || prefixes.some((prefix) => reading.segmentOf(prefix.split('/')[0] ?? '') === cde);
    return (
      !uncertain && ((names(source, address) && meets(destination)) || (names(destination, address) && meets(source)))
    );
  };
  const isPermitted = (id: string) =>
    reading.addresses(id).some((address) => {
      const place = reading.segmentOf(address);
      return (
        place !== undefined &&
        cdePlaces.some(
          (cde) =>
            cde !== place &&
            reading
              .controls(place, cde)
              .some(({ ruleSet }) => ruleSet?.rules.some((rule) => permits(rule, address, cde))),
        )
      );
    });
  const connected = those(
    (id) =>
      !inCde(id) &&
      (reading.peers(id, ['established']).some(({ peer }) => inCde(peer)) ||
        isPermitted(id) ||
        claimed('connected', id, ...reading.places(id))),
  );
  return { accountData, segmenting, contaminated, connected };
}
