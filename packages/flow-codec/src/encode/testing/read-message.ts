/**
 * A small strict reader of v9 and IPFIX messages for the tests of the encoder. It shares no code with the decoder of
 * this package, and throws where a message is not exactly what the RFCs say.
 */

export interface ReadField {
  /** `id`, or `enterprise/id`. */
  readonly key: string;
  readonly length: number;
}

export interface ReadSet {
  readonly setId: number;
  readonly templates: { readonly id: number; readonly scopes: number; readonly fields: readonly ReadField[] }[];
  /** Values by key; what is longer than 6 bytes is a bigint. */
  readonly records: Record<string, number | bigint>[];
  readonly padding: number;
}

export interface ReadMessage {
  readonly version: number;
  readonly count: number | null;
  readonly uptime: number | null;
  readonly exportTime: number;
  readonly sequence: number;
  readonly domain: number;
  readonly sets: ReadSet[];
}

type Templates = Map<number, readonly ReadField[]>;

function must(condition: boolean, what: string): void {
  if (!condition) throw new Error(what);
}

function readFields(
  view: DataView,
  start: number,
  count: number,
  version: number,
): { fields: ReadField[]; at: number } {
  const fields: ReadField[] = [];
  let at = start;
  for (let i = 0; i < count; i++) {
    const id = view.getUint16(at);
    const length = view.getUint16(at + 2);
    at += 4;
    if (version === 10 && id >= 0x8000) {
      fields.push({ key: `${view.getUint32(at)}/${id & 0x7fff}`, length });
      at += 4;
    } else fields.push({ key: String(id), length });
  }
  return { fields, at };
}

function readTemplates(view: DataView, set: ReadSet, templates: Templates, options: boolean, version: number): number {
  let at = 4;
  while (at + 4 <= view.byteLength) {
    const id = view.getUint16(at);
    let count = view.getUint16(at + 2);
    let scopes = 0;
    at += 4;
    if (options && count > 0) {
      scopes = view.getUint16(at);
      at += 2;
      if (version === 9) [scopes, count] = [count / 4, (count + scopes) / 4];
    }
    const read = readFields(view, at, count, version);
    at = read.at;
    if (count === 0) templates.delete(id);
    else templates.set(id, read.fields);
    set.templates.push({ id, scopes, fields: read.fields });
  }
  return at;
}

function readValue(view: DataView, at: number, length: number): number | bigint {
  let value = 0n;
  for (let i = 0; i < length; i++) value = value * 256n + BigInt(view.getUint8(at + i));
  return length > 6 ? value : Number(value);
}

function readRecords(view: DataView, set: ReadSet, fields: readonly ReadField[]): number {
  const smallest = fields.reduce((sum, { length }) => sum + (length === 65_535 ? 1 : length), 0);
  let at = 4;
  while (smallest > 0 && at + smallest <= view.byteLength) {
    const record: Record<string, number | bigint> = {};
    for (const { key, length } of fields) {
      let size = length;
      if (length === 65_535) {
        size = view.getUint8(at++);
        if (size === 255) {
          size = view.getUint16(at);
          at += 2;
        }
      }
      record[key] = readValue(view, at, size);
      at += size;
    }
    set.records.push(record);
  }
  return at;
}

/** Reads one message; `templates` remembers those of the messages before. */
export function readMessage(bytes: Uint8Array, templates: Templates = new Map()): ReadMessage {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const version = view.getUint16(0);
  must(version === 9 || version === 10, `version ${version}`);
  if (version === 10) must(view.getUint16(2) === bytes.length, 'message length');
  const start = version === 9 ? 20 : 16;
  const sets: ReadSet[] = [];
  for (let at = start; at < bytes.length; ) {
    const setId = view.getUint16(at);
    const length = view.getUint16(at + 2);
    must(length >= 4 && at + length <= bytes.length, 'set length');
    const part = new DataView(bytes.buffer, bytes.byteOffset + at, length);
    const set = { setId, templates: [], records: [], padding: 0 };
    const fields = templates.get(setId);
    must(setId < 4 || fields !== undefined, `data of unknown template ${setId}`);
    const end = fields
      ? readRecords(part, set, fields)
      : readTemplates(part, set, templates, setId === (version === 9 ? 1 : 3), version);
    sets.push({ ...set, padding: length - end });
    at += length;
  }
  return {
    version,
    count: version === 9 ? view.getUint16(2) : null,
    uptime: version === 9 ? view.getUint32(4) : null,
    exportTime: view.getUint32(version === 9 ? 8 : 4),
    sequence: view.getUint32(version === 9 ? 12 : 8),
    domain: view.getUint32(version === 9 ? 16 : 12),
    sets,
  };
}
