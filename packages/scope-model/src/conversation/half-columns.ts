/**
 * Records without extras, column by column; absent is NaN, but -1 for the integers. Only the first `rows` values count.
 */
export interface HalfColumns {
  readonly rows: number;
  /** Numbers of addresses and of observation points. */
  readonly source: Int32Array;
  readonly target: Int32Array;
  readonly point: Int32Array;
  readonly sourcePort: Int32Array;
  readonly targetPort: Int32Array;
  readonly protocol: Int32Array;
  readonly tcpFlags: Int32Array;
  readonly packets: Float64Array;
  readonly octets: Float64Array;
  /** Milliseconds since 1970 UTC. */
  readonly start: Float64Array;
  readonly end: Float64Array;
  /** Stands in for the times that a record does not have. */
  readonly received: number;
}
