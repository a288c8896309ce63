import { createRuleMatcher, DRAFT_FORMATS, parseRules, type RuleFlow } from '@scopemap/acl-formats';
import { referenceFacts } from '@scopemap/reference-network';
import { classifyScope, planReduction, type ScopeFacts } from '@scopemap/scope-model';
import { describe, expect, test } from 'vitest';
import { draftAllowList } from './draft-allow-list.ts';

const period = { end: Date.UTC(2026, 9, 1), days: 35 };
const facts = referenceFacts(period, 'withRulesAndTests');
const plan = planReduction(facts, { steps: 30 });

/** The facts as they are exported after staff have done what the plan says: lines deleted, contacts retired. */
function afterwards(steps: number): ScopeFacts {
  const stored = structuredClone(facts) as unknown as { tags: unknown[]; controls: Record<string, unknown>[] };
  for (const change of plan.steps.slice(0, steps).flatMap((step) => step.changes)) {
    if (change.kind === 'cut-contact')
      stored.tags.push({
        id: `ended ${change.contact}`,
        subject: { kind: 'contact', id: change.contact },
        statement: { kind: 'contact-retired' },
        author: 'M. Okafor',
        at: facts.now,
        reason: 'The job was stopped.',
        evidence: 'CHG-1',
        until: null,
      });
    if (change.kind === 'remove-rule')
      for (const control of stored.controls) {
        const ruleSet = control.ruleSet as { rules: { id: string }[]; pulledAt: number } | null;
        const left = ruleSet?.rules.filter(({ id }) => id !== change.rule);
        if (!ruleSet || !left || left.length === ruleSet.rules.length) continue;
        Object.assign(ruleSet, { rules: left, pulledAt: facts.now });
        control.changedAt = facts.now;
      }
  }
  return stored as unknown as ScopeFacts;
}

describe('the plan for the reference network', () => {
  test('gives after every step precisely the promised categories when the facts are really changed', () => {
    const categories = new Map(classifyScope(facts).assets.map(({ id, category }) => [id, category]));
    for (const [i, step] of plan.steps.entries()) {
      for (const { id, to } of step.moved) categories.set(id, to);
      const changed = classifyScope(afterwards(i + 1));
      expect(changed.assets.map(({ id, category }) => [id, category])).toEqual([...categories]);
      expect(changed.assets.filter(({ inScope }) => inScope)).toHaveLength(step.after.inScope);
    }
  });

  test('begins with the leftover rule that permits everything, and finds what else was planted', () => {
    expect(plan.steps[0]?.decisions).toMatchObject([{ kind: 'rule', id: 'cde-fw-1:400' }]);
    expect(plan.steps[0]?.leavesConnected.length).toBeGreaterThan(20);
    const left = new Set(plan.steps.flatMap((step) => step.leavesConnected));
    for (const planted of ['build-03', 'bi-02', 'nas-02', 'file-01', 'showroom-nat']) expect(left).toContain(planted);
  });

  test('nothing is left that it could take out', () => {
    expect(plan.steps.at(-1)?.after.byConnection).toBe(plan.stuck.length);
  });
});

describe('the allow-list for the web shop', () => {
  const places = { from: 'DMZ', to: 'Payment application', name: 'shop' };
  const flowOf = (client: string, server: string, port: number): RuleFlow => ({
    client,
    server,
    endpoints: null,
    protocol: 6,
    port,
  });
  const addressOf = (id: string) => facts.bindings.find(({ asset }) => asset === id)?.address ?? id;
  const observed = facts.contacts.filter(
    ({ state, directed, protocol }) => state === 'established' && directed && protocol === 6,
  );

  test.each(DRAFT_FORMATS)('%s: read back, it allows exactly what it kept', (format) => {
    const { files } = draftAllowList(facts, { ...places, format });
    const kept = draftAllowList(facts, { ...places, format: 'csv' }).files[0]?.text ?? '';
    const text = files[0]?.text ?? '';
    const file = parseRules(format, text);
    expect(file.unread).toEqual([]);
    let allowed = 0;
    for (const { from, to, port } of observed) {
      const [client, server] = [addressOf(from), addressOf(to)];
      const list = { csv: 'rules', ios: 'shop', iptables: 'FORWARD', 'aws-sg': `sg-draft-${server} ingress` }[format];
      const replyList = { csv: null, ios: 'shop-REPLY', iptables: 'FORWARD', 'aws-sg': null }[format];
      const isKept = kept.includes(`,allow,${client},${server},tcp,,${port},`);
      const known = file.lists.some(({ name }) => name === list);
      const { answer } = known
        ? createRuleMatcher(file, { list, replyList }).judge(flowOf(client, server, port ?? 0))
        : { answer: 'denied' };
      expect(`${client} ${server} ${port} ${answer}`).toBe(
        `${client} ${server} ${port} ${isKept ? 'allowed' : 'denied'}`,
      );
      if (isKept) allowed++;
    }
    expect(allowed).toBeGreaterThan(10);
  });

  test('names what it leaves out', () => {
    const { leftOut } = draftAllowList(facts, {
      from: 'Corporate servers',
      to: 'Card vault',
      format: 'csv',
      name: undefined,
    });
    expect(leftOut.join('\n')).toContain('bi-02>vault-db-03/5432/tcp: no approval in date covers it');
  });
});
