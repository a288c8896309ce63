import { afterEach, describe, expect, test, vi } from 'vitest';
import { elementRegistry } from './element-registry.ts';
import { createFlowDecoder } from './flow-decoder.ts';
import { generateReader } from './generated-reader.ts';
import { type ReadPlan, readPlan } from './read-plan.ts';
import { ADDRESS_TEMPLATE, addressRecord, datagram, ipfix, set } from './testing/wire-bytes.ts';

const plan = readPlan(
  [
    [0, 8, 4],
    [0, 1, 8],
  ],
  10,
  elementRegistry(),
);

describe('generated code', () => {
  test.each([
    ['text', '0; evil()'],
    ['a fraction', 1.5],
    ['not a number', Number.NaN],
    ['a negative number', -1],
  ])('never holds %s from a plan', (_name, offset) => {
    const forged = {
      ...plan,
      steps: plan.steps.map((step) => ('place' in step ? { ...step, place: { ...step.place, offset } } : step)),
    } as unknown as ReadPlan;
    expect(() => generateReader(forged)).toThrow(RangeError);
  });

  test('is not made for layouts without a byte or with more variable-length fields than any exporter has', () => {
    expect(generateReader(readPlan([[0, 8, 0]], 10, elementRegistry()))).toBeNull();
    const odd = Array.from({ length: 100 }, () => [0, 82, 65535] as const);
    expect(generateReader(readPlan(odd, 10, elementRegistry()))).toBeNull();
  });
});

describe('where code from strings is forbidden', () => {
  afterEach(() => vi.unstubAllGlobals());

  test('the interpreter does it all', () => {
    let attempts = 0;
    class Forbidden {
      constructor() {
        attempts++;
        throw new EvalError('Code generation from strings disallowed for this context');
      }
    }
    vi.stubGlobal('Function', Forbidden);
    const decoder = createFlowDecoder({ limits: { compileAfter: 0 } });
    const message = decoder.decode(
      datagram(
        ipfix([set(2, `${ADDRESS_TEMPLATE} 0101 0001 0008 0004`), set(256, addressRecord(1)), set(257, '0a000002')]),
      ),
    );
    expect(message.records.map(({ flow }) => flow.srcAddr)).toEqual(['10.0.0.1', '10.0.0.2']);
    expect(attempts).toBe(1);
  });
});
