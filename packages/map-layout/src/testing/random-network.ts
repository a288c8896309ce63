import type { BundleStatus, Glyph, Lane, MapBundle, MapHost, MapInput, MapZone } from '../map-input.ts';
import { GLYPHS, LANES } from '../map-input.ts';

export interface NetworkShape {
  readonly seed: number;
  readonly zones: number;
  /** Spread over the zones, a third of them in the first one. */
  readonly hosts: number;
  readonly bundles: number;
  /** Chance of a bundle to be an exception, 0..1. */
  readonly exceptions: number;
}

/** A network without sense, to be laid out all the same: empty lanes, hubs, loops, long and empty names, unknown directions. */
export function randomNetwork(shape: NetworkShape): MapInput {
  const random = generator(shape.seed);
  const pick = <Item>(items: readonly Item[]) => items[Math.floor(random() * items.length)] as Item;
  const status = (): BundleStatus =>
    random() < shape.exceptions ? pick(['unreviewed', 'violation']) : pick(['approved', 'ordinary']);
  const lanes: readonly Lane[] = LANES.filter(() => random() < 0.8);
  const drafts = Array.from({ length: shape.zones }, (_, index) => ({
    id: `z${index}`,
    name: pick(NAMES),
    caption: pick(NAMES),
    lane: pick(lanes.length === 0 ? LANES : lanes),
    glyph: pick<Glyph>(GLYPHS),
  }));
  const hosts =
    drafts.length === 0
      ? []
      : Array.from({ length: shape.hosts }, (_, index): MapHost => {
          const zone = random() < 0.33 ? (drafts[0]?.id ?? '') : pick(drafts).id;
          const label = random() < 0.1 ? pick(NAMES) : `host-${index}`;
          return { id: `h${index}`, zone, label, glyph: pick<Glyph>(GLYPHS), server: random() < 0.4, status: status() };
        });
  const zones = drafts.map((draft): MapZone => {
    const listed = hosts.filter((host) => host.zone === draft.id).length;
    return { ...draft, hostCount: listed + (random() < 0.2 ? 50 : 0) };
  });
  const bundles =
    drafts.length === 0
      ? []
      : Array.from({ length: shape.bundles }, (_, index): MapBundle => {
          const [sourceZone, targetZone] = [pick(drafts).id, pick(drafts).id];
          const pairs = random() < 0.5 ? 1 + Math.floor(random() * 3) : Math.floor(random() * 900);
          const some = (zone: string) =>
            hosts
              .filter((host) => host.zone === zone)
              .slice(0, Math.min(pairs, 3))
              .map((host) => host.id);
          return {
            id: `b${index}`,
            sourceZone,
            targetZone,
            service: random() < 0.7 ? pick(SERVICES) : pick(NAMES),
            status: status(),
            infrastructure: random() < 0.2,
            directed: random() < 0.9,
            pairs,
            sourceHosts: some(sourceZone),
            targetHosts: some(targetZone),
          };
        });
  return { zones, hosts, bundles };
}

const NAMES = [
  '',
  'a',
  'Card vault',
  '10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16',
  'a-very-long-fully-qualified-name.of-a-host.in-a-deep.internal.example.org',
  'Zahlungsabwicklung Süd – Größe unbekannt',
  '決済システム本番環境データベースサーバー',
  '<script>alert("x")</script>&amp;\'',
  '\u0000\u0007\uD800',
];

const SERVICES = ['443/tcp https', '22/tcp ssh', '5432/tcp postgres', '53/udp dns', '3389/tcp rdp', '1024-65535/tcp'];

/** Deterministic numbers 0..1 (mulberry32, public domain). */
export function generator(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
