import type { Flow } from '../flow.ts';

interface Slot {
  readonly domain: number;
  readonly direction: number | undefined;
  readonly inputIf: number | undefined;
  readonly outputIf: number | undefined;
  readonly name: string;
}

/** Places of the cache; a power of two. */
const SLOTS = 1024;

/**
 * Names the point a record was counted at, by domain, direction and interfaces. There are few points and millions of records,
 * so that a name is made once and then shared.
 */
export class ObservationPoints {
  readonly #slots = new Array<Slot | undefined>(SLOTS).fill(undefined);

  nameOf({ domain, extra }: Flow): string {
    const { direction, inputIf, outputIf } = extra;
    const place =
      (domain ^ Math.imul(inputIf ?? 0, 31) ^ Math.imul(outputIf ?? 0, 1021) ^ ((direction ?? 2) << 4)) & (SLOTS - 1);
    const slot = this.#slots[place];
    if (
      slot !== undefined &&
      slot.domain === domain &&
      slot.inputIf === inputIf &&
      slot.outputIf === outputIf &&
      slot.direction === direction
    )
      return slot.name;
    const name = `${domain}|${direction}|${inputIf}|${outputIf}`;
    this.#slots[place] = { domain, direction, inputIf, outputIf, name };
    return name;
  }
}
