import { describe, expect, it } from 'vitest';
import { createEndpointKnowledge } from '../endpoint/endpoint-knowledge.ts';
import type { Flow } from '../flow.ts';
import { createRelationshipBuilder } from '../relationship-builder.ts';
import type { ObservedRelationship } from '../relationship-window.ts';
import { aFlow, answerTo } from '../testing/flows.ts';
import { redecide } from './redecide.ts';

function relationshipOf(...flows: Flow[]): ObservedRelationship {
  const builder = createRelationshipBuilder();
  for (const flow of flows) builder.add(flow);
  return builder.finish().relationships[0] as ObservedRelationship;
}

const both = (flow: Flow) => [flow, answerTo(flow, 0)];

describe('deciding a stored relationship again', () => {
  it('gives an undecided one client and server when a scan finds one end open', () => {
    const undecided = relationshipOf(...both(aFlow({ dstPort: 50_000 })));
    const knowledge = createEndpointKnowledge();
    expect(redecide(undecided, knowledge)).toBeNull();
    knowledge.scanned('10.0.0.1', 17, 40_000, true);
    expect(redecide(undecided, knowledge)).toEqual({
      ...undecided,
      client: '10.0.0.2',
      server: '10.0.0.1',
      endpoints: null,
      port: 40_000,
      clientPort: 50_000,
      direction: { method: 'scan', confidence: 'high' },
    });
  });

  it('turns a decided one round for a stronger method, and not for a weaker one', () => {
    const byRange = relationshipOf(...both(aFlow()));
    const knowledge = createEndpointKnowledge();
    knowledge.scanned('10.0.0.1', 17, 40_000, true);
    expect(redecide(byRange, knowledge)).toMatchObject({ client: '10.0.0.2', server: '10.0.0.1', port: 40_000 });
    const explicit = relationshipOf(aFlow({ extra: { biflowDirection: 1 } }));
    expect(redecide(explicit, knowledge)).toBeNull();
  });

  it.each([123, 7777])('leaves peers on port %i alone, unless a person speaks', (port) => {
    const peers = relationshipOf(...both(aFlow({ srcPort: port, dstPort: port })));
    expect(peers.direction.method).toBe('peer');
    const knowledge = createEndpointKnowledge();
    knowledge.scanned('10.0.0.1', 17, port, true);
    expect(redecide(peers, knowledge)).toBeNull();
    knowledge.confirm('10.0.0.1', 17, port, 'server');
    expect(redecide(peers, knowledge)).toMatchObject({ server: '10.0.0.1', port, direction: { method: 'person' } });
  });

  it('makes one with many client ports undecided when a person says that its server is none', () => {
    const many = relationshipOf(...both(aFlow()), ...both(aFlow({ srcPort: 40_001 })));
    const knowledge = createEndpointKnowledge();
    knowledge.confirm('10.0.0.2', 17, 5000, 'not-server');
    const changed = redecide(many, knowledge);
    expect(changed).toMatchObject({
      client: null,
      server: null,
      port: null,
      endpoints: [
        { address: '10.0.0.1', port: null },
        { address: '10.0.0.2', port: 5000 },
      ],
      direction: { method: 'none' },
    });
    expect(redecide(changed as ObservedRelationship, knowledge)).toBeNull();
  });
});
