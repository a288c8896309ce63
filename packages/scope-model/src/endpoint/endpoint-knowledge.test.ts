import { describe, expect, it } from 'vitest';
import { createEndpointKnowledge } from './endpoint-knowledge.ts';

const LESSON = { protocol: 6, port: 8080, by: 'opened', peers: 2, conversations: 2 } as const;

describe('endpoint knowledge', () => {
  it('lets a person overrule a scan, and a scan what was learnt', () => {
    const knowledge = createEndpointKnowledge();
    const find = () => knowledge.find('10.0.0.1', 6, 8080);
    expect(find()).toBeUndefined();
    knowledge.learn({ address: '10.0.0.1', ...LESSON });
    expect(find()).toEqual({ basis: 'learned', role: 'server' });
    knowledge.scanned('10.0.0.1', 6, 8080, true);
    expect(find()).toEqual({ basis: 'scan', role: 'server' });
    knowledge.confirm('10.0.0.1', 6, 8080, 'not-server');
    expect(find()).toEqual({ basis: 'person', role: 'not-server' });
  });

  it('takes statements back one by one', () => {
    const knowledge = createEndpointKnowledge();
    knowledge.scanned('10.0.0.1', 6, 8080, true);
    knowledge.confirm('10.0.0.1', 6, 8080, 'server');
    knowledge.confirm('10.0.0.1', 6, 8080, null);
    expect(knowledge.find('10.0.0.1', 6, 8080)).toEqual({ basis: 'scan', role: 'server' });
    knowledge.scanned('10.0.0.1', 6, 8080, false);
    expect(knowledge.find('10.0.0.1', 6, 8080)).toBeUndefined();
  });

  it('tells protocols and ports apart', () => {
    const knowledge = createEndpointKnowledge();
    knowledge.learn({ address: '10.0.0.1', ...LESSON });
    expect(knowledge.find('10.0.0.1', 17, 8080)).toBeUndefined();
    expect(knowledge.find('10.0.0.1', 6, 8081)).toBeUndefined();
    expect(knowledge.find('10.0.0.2', 6, 8080)).toBeUndefined();
  });

  it('forgets the least recently learnt beyond its bound, never what was stated', () => {
    const knowledge = createEndpointKnowledge({ maxLearned: 2 });
    knowledge.confirm('10.0.0.9', 6, 22, 'server');
    for (const address of ['10.0.0.1', '10.0.0.2', '10.0.0.1', '10.0.0.3']) knowledge.learn({ address, ...LESSON });
    expect(knowledge.learned().map(({ address }) => address)).toEqual(['10.0.0.1', '10.0.0.3']);
    expect(knowledge.evicted).toBe(1);
    expect(knowledge.find('10.0.0.9', 6, 22)).toEqual({ basis: 'person', role: 'server' });
    knowledge.unlearn('10.0.0.1', 6, 8080);
    expect(knowledge.learned()).toHaveLength(1);
  });
});
