import { ByteWriter } from '../encode/byte-writer.ts';
import { INFORMATION_ELEMENTS } from '../information-elements.ts';
import type { SeededRandom } from './seeded-random.ts';

/** Few ids, so that data meets templates, and templates each other. */
const TEMPLATE_IDS = [256, 257, 258, 1024, 65_535];
const LENGTHS = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 16, 17, 32, 255, 65_534, 65_535];
const USUAL_LENGTHS: Readonly<Record<string, readonly number[]>> = {
  ipv4Address: [4],
  ipv6Address: [16],
  macAddress: [6],
  unsigned: [1, 2, 3, 4, 8],
  float: [4, 8],
  sysUpTime: [4],
  deltaMicroseconds: [4],
  dateTimeSeconds: [4],
  dateTimeMilliseconds: [8],
  dateTimeMicroseconds: [8],
  dateTimeNanoseconds: [8],
};

/** A message of version 9 or 10 with sets that mostly fit each other; not all that it states is true. */
export function randomMessage(random: SeededRandom): Uint8Array {
  const version = random.pick([9, 10]);
  const sets = Array.from({ length: 1 + random.below(5) }, () => randomSet(random, version));
  const length = sets.reduce((sum, set) => sum + set.length, 16);
  const writer = new ByteWriter().u16(version).u16(version === 9 ? sets.length : length);
  if (version === 9) writer.u32(random.below(0xffff_ffff));
  writer
    .u32(1_700_000_000 + random.below(1000))
    .u32(random.below(4))
    .u32(random.below(3));
  for (const set of sets) writer.bytes(set);
  return writer.toBytes();
}

function randomSet(random: SeededRandom, version: number): Uint8Array {
  const kind = random.below(8);
  const body = new ByteWriter();
  if (kind < 3) {
    for (let left = 1 + random.below(3); left > 0; left--) writeTemplate(body, random, version, kind === 0);
  } else if (version === 10 && random.oneIn(3)) writeLists(body, random);
  else body.bytes(random.bytes(random.below(random.oneIn(16) ? 2000 : 200)));
  const [templates, options] = version === 9 ? [0, 1] : [2, 3];
  const id = kind === 0 ? options : kind < 3 ? templates : random.pick(TEMPLATE_IDS);
  const bytes = body.toBytes();
  return new ByteWriter()
    .u16(id)
    .u16(4 + bytes.length)
    .bytes(bytes)
    .toBytes();
}

/** Structured data of one or two levels, as the only field of each record; mostly consistent. */
function writeLists(body: ByteWriter, random: SeededRandom): void {
  for (let left = 1 + random.below(4); left > 0; left--) {
    const value = listValue(random, 3);
    body.u8(255).u16(value.length).bytes(value);
  }
}

function listValue(random: SeededRandom, depth: number): Uint8Array {
  const inner = depth > 0 && random.oneIn(3) ? listValue(random, depth - 1) : random.bytes(random.below(12));
  const content = random.oneIn(3) ? new ByteWriter().u8(inner.length).bytes(inner).toBytes() : inner;
  const writer = new ByteWriter().u8(random.pick([0, 1, 3, 255]));
  const kind = random.below(3);
  if (kind === 0) writeField(writer, random, 10);
  else writer.u16(random.pick(TEMPLATE_IDS));
  if (kind === 2) writer.u16(4 + content.length);
  return writer.bytes(content).toBytes();
}

function writeTemplate(body: ByteWriter, random: SeededRandom, version: number, options: boolean): void {
  const fields = random.oneIn(12) ? 0 : 1 + random.below(random.oneIn(8) ? 60 : 12);
  if (version === 10 && !options && random.oneIn(4)) {
    body
      .u16(random.pick(TEMPLATE_IDS))
      .u16(1)
      .u16(random.pick([291, 292, 293]))
      .u16(65_535);
    return;
  }
  const scope = Math.min(fields, random.below(4));
  body.u16(random.pick(TEMPLATE_IDS));
  if (version === 10) {
    body.u16(fields);
    if (options && fields > 0) body.u16(scope);
  } else if (options) body.u16(scope * 4).u16((fields - scope) * 4);
  else body.u16(fields);
  for (let i = 0; i < fields; i++) writeField(body, random, version);
}

function writeField(body: ByteWriter, random: SeededRandom, version: number): void {
  const { enterprise, id, type } = random.pick(INFORMATION_ELEMENTS);
  const usual = USUAL_LENGTHS[type] ?? [65_535];
  const length = random.oneIn(10) ? random.pick(LENGTHS) : random.pick(usual);
  if (version === 9) body.u16(id).u16(length);
  else if (enterprise === 0) body.u16(id & 0x7fff).u16(length);
  else
    body
      .u16(id | 0x8000)
      .u16(length)
      .u32(enterprise);
}
