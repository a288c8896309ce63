/** One endpoint of a port; the others with the same port follow. */
interface Leaf<Value> {
  readonly address: string;
  value: Value;
  next: Leaf<Value> | null;
}

/** Addresses of one port that are kept in a list; more get a map. */
const FEW = 4;

function leafOf<Value>(first: Leaf<Value> | null, address: string): Leaf<Value> | null {
  let leaf = first;
  while (leaf !== null && leaf.address !== address) leaf = leaf.next;
  return leaf;
}

function lengthOf<Value>(first: Leaf<Value>): number {
  let length = 0;
  for (let leaf: Leaf<Value> | null = first; leaf !== null; leaf = leaf.next) length++;
  return length;
}

function mapOf<Value>(first: Leaf<Value>): Map<string, Value> {
  const map = new Map<string, Value>();
  for (let leaf: Leaf<Value> | null = first; leaf !== null; leaf = leaf.next) map.set(leaf.address, leaf.value);
  return map;
}

function without<Value>(first: Leaf<Value>, gone: Leaf<Value>): Leaf<Value> | null {
  if (first === gone) return gone.next;
  let leaf = first;
  while (leaf.next !== null && leaf.next !== gone) leaf = leaf.next;
  leaf.next = gone.next;
  return first;
}

/**
 * Values by endpoint (address, protocol, port). Two levels, port first: most ports of clients are in no table at all, and
 * no text has to be made for a look-up. The ports of clients have few addresses each, for which a map would be far too large.
 */
export class EndpointMap<Value> {
  readonly #byPort = new Map<number, Leaf<Value> | Map<string, Value>>();
  #size = 0;

  get size(): number {
    return this.#size;
  }

  get(address: string, protocol: number, port: number): Value | undefined {
    const slot = this.#byPort.get(protocol * 65_536 + port);
    if (slot === undefined) return undefined;
    return slot instanceof Map ? slot.get(address) : leafOf(slot, address)?.value;
  }

  set(address: string, protocol: number, port: number, value: Value): void {
    const key = protocol * 65_536 + port;
    const slot = this.#byPort.get(key);
    if (slot instanceof Map) {
      if (!slot.has(address)) this.#size++;
      slot.set(address, value);
      return;
    }
    const known = slot && leafOf(slot, address);
    if (known) {
      known.value = value;
      return;
    }
    this.#size++;
    if (!slot || lengthOf(slot) < FEW) this.#byPort.set(key, { address, value, next: slot ?? null });
    else this.#byPort.set(key, mapOf(slot).set(address, value));
  }

  delete(address: string, protocol: number, port: number): void {
    const key = protocol * 65_536 + port;
    const slot = this.#byPort.get(key);
    if (!slot) return;
    if (slot instanceof Map) {
      if (!slot.delete(address)) return;
      if (slot.size === 0) this.#byPort.delete(key);
    } else {
      const gone = leafOf(slot, address);
      if (!gone) return;
      const rest = without(slot, gone);
      if (rest) this.#byPort.set(key, rest);
      else this.#byPort.delete(key);
    }
    this.#size--;
  }

  *values(): Generator<Value> {
    for (const slot of this.#byPort.values()) {
      if (slot instanceof Map) yield* slot.values();
      else for (let leaf: Leaf<Value> | null = slot; leaf !== null; leaf = leaf.next) yield leaf.value;
    }
  }
}
