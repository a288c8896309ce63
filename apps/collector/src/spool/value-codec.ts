import type { ByteSink } from './byte-sink.ts';
import { type ByteSource, ByteSourceError } from './byte-source.ts';

/** How values of one type are written and read back. */
export interface ValueCodec<T> {
  write(sink: ByteSink, value: T): void;
  read(source: ByteSource): T;
}

export const number: ValueCodec<number> = {
  write: (sink, value) => sink.number(value),
  read: (source) => {
    const value = source.number();
    if (value === null) throw new ByteSourceError('it lacks a number');
    return value;
  },
};

/** A time to the millisecond. */
export const instant: ValueCodec<Date> = {
  write: (sink, value) => number.write(sink, value.getTime()),
  read: (source) => new Date(number.read(source)),
};

export const numberOrNull: ValueCodec<number | null> = {
  write: (sink, value) => sink.number(value),
  read: (source) => source.number(),
};

export const flag: ValueCodec<boolean> = {
  write: (sink, value) => sink.count(value ? 1 : 0),
  read: (source) => source.count() === 1,
};

export const text: ValueCodec<string> = {
  write: (sink, value) => sink.text(value),
  read: (source) => source.text(),
};

/** Text that is one of a list of words; which ones, the database checks. */
export function word<T extends string>(): ValueCodec<T> {
  return text as ValueCodec<string> as ValueCodec<T>;
}

export function orNull<T>(codec: ValueCodec<T>): ValueCodec<T | null> {
  return {
    write(sink, value) {
      sink.count(value === null ? 0 : 1);
      if (value !== null) codec.write(sink, value);
    },
    read: (source) => (source.count() === 0 ? null : codec.read(source)),
  };
}

export function list<T>(codec: ValueCodec<T>): ValueCodec<readonly T[]> {
  return {
    write(sink, values) {
      sink.count(values.length);
      for (const value of values) codec.write(sink, value);
    },
    read(source) {
      const length = source.length();
      const values: T[] = [];
      for (let i = 0; i < length; i++) values.push(codec.read(source));
      return values;
    },
  };
}

export function pair<T>(codec: ValueCodec<T>): ValueCodec<readonly [T, T]> {
  return {
    write(sink, [one, other]) {
      codec.write(sink, one);
      codec.write(sink, other);
    },
    read: (source) => [codec.read(source), codec.read(source)],
  };
}

/** Counts by name. */
export const counts: ValueCodec<Readonly<Record<string, number>>> = {
  write(sink, value) {
    const entries = Object.entries(value);
    sink.count(entries.length);
    for (const [name, count] of entries) {
      sink.text(name);
      sink.number(count);
    }
  },
  read(source) {
    const length = source.length();
    const value: Record<string, number> = {};
    for (let i = 0; i < length; i++) {
      const name = source.text();
      value[name] = number.read(source);
    }
    return value;
  },
};

/** An object by its fields, in the order in which they are given. All fields of the type must be there. */
export function struct<T extends object>(
  fields: {
    readonly [Name in keyof Required<T>]: ValueCodec<T[Name]>;
  },
): ValueCodec<T> {
  const entries = Object.entries(fields) as [keyof T & string, ValueCodec<unknown>][];
  return {
    write(sink, value) {
      for (const [name, codec] of entries) codec.write(sink, value[name]);
    },
    read(source) {
      const value: Record<string, unknown> = {};
      for (const [name, codec] of entries) value[name] = codec.read(source);
      return value as T;
    },
  };
}
