import type { ExportDatagram } from '../export-datagram.ts';
import { checkSession, type SessionStep } from './decoder-session.ts';
import { mutatePayload } from './mutate-payload.ts';
import { randomMessage } from './random-message.ts';
import type { SeededRandom } from './seeded-random.ts';

export const SESSION_STEPS = 24;

const EXPORTERS = ['192.0.2.1', '192.0.2.2', '2001:db8::1'];
const PORTS = [50_000, 50_001];
const VERSIONS = [0, 1, 5, 7, 9, 10, 11];

function randomPayload(random: SeededRandom): Uint8Array {
  if (random.below(4) > 0) return randomMessage(random);
  const bytes = random.bytes(random.below(400));
  bytes.set([0, random.pick(VERSIONS)].slice(0, bytes.length));
  return bytes;
}

function isDatagram(step: SessionStep): step is ExportDatagram {
  return typeof step === 'object';
}

/** A session made of a known one: some datagrams changed, some new, some left out, some of another session. */
export function nextSession(corpus: readonly (readonly SessionStep[])[], random: SeededRandom): SessionStep[] {
  const base = random.pick(corpus);
  const lender = random.pick(corpus).filter(isDatagram);
  const steps: SessionStep[] = [];
  const start = random.below(Math.max(1, base.length - SESSION_STEPS + 1));
  for (let i = 0; steps.length < SESSION_STEPS; i++) {
    const step = base[start + (i % base.length)] ?? 'expire';
    const choice = random.below(20);
    if (choice === 0) continue;
    if (choice === 1) steps.push(random.pick(['expire', 'restart'] as const));
    else if (!isDatagram(step)) steps.push(step);
    else if (choice < 5) steps.push(step);
    else if (choice < 8) steps.push({ ...step, payload: randomPayload(random) });
    else if (choice === 8 && lender.length > 0) steps.push(random.pick(lender));
    else {
      const other = lender.length > 0 ? random.pick(lender) : step;
      const moved = random.oneIn(8) ? { exporter: random.pick(EXPORTERS), port: random.pick(PORTS) } : {};
      steps.push({ ...step, ...moved, payload: mutatePayload(step.payload, random, other.payload) });
    }
  }
  return steps;
}

/** The shortest session found that still has a fault: steps left out, then payloads cut. */
export function minimize(session: readonly SessionStep[]): readonly SessionStep[] {
  let best = session;
  const keepIfFaulty = (candidate: readonly SessionStep[]) => {
    const faulty = checkSession(candidate) !== null;
    if (faulty) best = candidate;
    return faulty;
  };
  for (let i = best.length - 1; i >= 0; i--) keepIfFaulty(best.filter((_, k) => k !== i));
  for (let i = 0; i < best.length; i++) {
    for (let cut = 256; cut >= 1; cut >>= 1) {
      const shorter = () =>
        best.map((step, k) => (k === i && isDatagram(step) ? { ...step, payload: step.payload.slice(0, -cut) } : step));
      while (lengthOf(best[i]) >= cut && keepIfFaulty(shorter()));
    }
  }
  return best;
}

function lengthOf(step: SessionStep | undefined): number {
  return step && isDatagram(step) ? step.payload.length : 0;
}

/** A session in one line a step, payloads in hex. */
export function describeSession(session: readonly SessionStep[]): string {
  return session
    .map((step) =>
      isDatagram(step)
        ? `${step.exporter}:${step.port} ${Array.from(step.payload, (byte) => byte.toString(16).padStart(2, '0')).join('')}`
        : step,
    )
    .join('\n');
}
