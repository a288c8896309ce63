const UPTIME_RANGE = 2 ** 32;

/**
 * Milliseconds since boot modulo 2^32, as routers count them. `exportTime` is the time that the message header will say;
 * collectors take the signed 32-bit distance to it, so anything 24.8 days away would become another time: RangeError.
 */
export function uptimeOf(time: number, bootTime: number, exportTime: number): number {
  if (Math.abs(exportTime - time) >= UPTIME_RANGE / 2) {
    throw new RangeError(`time ${time} is too far from the export time ${exportTime} for 32 bits of uptime`);
  }
  const uptime = Math.floor(time) - bootTime;
  return ((uptime % UPTIME_RANGE) + UPTIME_RANGE) % UPTIME_RANGE;
}
