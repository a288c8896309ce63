/** What a reader works on: the place in the datagram, the clock of the message, and what came of it. */
export interface ReadState {
  view: DataView;
  /** Next byte to read; the reader moves it on. */
  offset: number;
  end: number;
  /** Export time of the message, milliseconds since 1970 UTC. */
  exportTime: number;
  /** Milliseconds from the start of the exporter to the export time; NaN when that is unknown. */
  uptime: number;
  /** Records read into the columns. */
  rows: number;
  /** A variable-length record ran over the end. */
  truncated: boolean;
  /** Steps whose value was too large for its column in some record. */
  readonly tooLarge: Set<number>;
}

/** The largest integer that a double holds together with all smaller ones. */
export const MAX_EXACT = Number.MAX_SAFE_INTEGER;
/** Seconds from 1900, where NTP time begins, to 1970. */
export const NTP_TO_UNIX = 2208988800;
const NTP_ERA = 4294967296;

/** Milliseconds since 1970 of a time in NTP format; NaN for 0, which means unset. Times before 1970 are those of the next era. */
export function ntpMilliseconds(seconds: number, fraction: number): number {
  if (seconds === 0 && fraction === 0) return Number.NaN;
  const sinceUnix = (seconds < NTP_TO_UNIX ? seconds + NTP_ERA : seconds) - NTP_TO_UNIX;
  return sinceUnix * 1000 + Math.floor((fraction * 1000) / 4294967296);
}

/** Big-endian unsigned value of 0 to 8 bytes; imprecise above {@link MAX_EXACT}. */
export function readUnsigned(view: DataView, offset: number, length: number): number {
  let value = 0;
  for (let i = 0; i < length; i++) value = value * 256 + view.getUint8(offset + i);
  return value;
}
