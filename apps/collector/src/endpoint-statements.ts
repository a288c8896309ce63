import { type Db, loadStatedEndpoints, type StatedEndpoint } from '@scopemap/database';
import { canonicalIp } from '@scopemap/net';
import type { EndpointKnowledge } from '@scopemap/scope-model';

/** Keeps what a builder knows of service endpoints in step with what persons and scans say in the database. */
export class EndpointStatements {
  readonly #knowledge: EndpointKnowledge;
  #revision: string | undefined;
  #told = new Map<string, StatedEndpoint>();

  constructor(knowledge: EndpointKnowledge) {
    this.#knowledge = knowledge;
  }

  /** Takes over what was said since the last call, and takes back what no longer holds. Cheap when nothing was said. */
  async refresh(db: Db): Promise<void> {
    const stated = await loadStatedEndpoints(db, this.#revision);
    if (!stated) return;
    const now = new Map<string, StatedEndpoint>();
    for (const { address: stored, ...endpoint } of stated.endpoints) {
      const address = canonicalIp(stored) ?? stored;
      now.set(`${endpoint.protocol} ${endpoint.port} ${address}`, { ...endpoint, address });
    }
    for (const [name, before] of this.#told) if (now.get(name)?.basis !== before.basis) this.#tell(before, false);
    for (const [name, endpoint] of now) {
      const before = this.#told.get(name);
      if (before?.basis !== endpoint.basis || before.role !== endpoint.role) this.#tell(endpoint, true);
    }
    this.#told = now;
    this.#revision = stated.revision;
  }

  #tell({ address, protocol, port, basis, role }: StatedEndpoint, holds: boolean): void {
    if (basis === 'person') this.#knowledge.confirm(address, protocol, port, holds ? role : null);
    else this.#knowledge.scanned(address, protocol, port, holds);
  }
}
