import { describe, expect, test } from 'vitest';
import { type Field, flowOf } from './testing/one-record.ts';

describe.each([
  ['generated reader', true],
  ['interpreter', false],
])('sampling of a record, %s', (_title, codegen) => {
  const SRC4: Field = [8, '0a000001'];

  test.each<[string, Field[], Field[] | undefined, (number | string | null)[]]>([
    ['34 in the record', [[34, '00000064']], undefined, [100, 'record']],
    ['50 in the record', [[50, '0064']], undefined, [100, 'record']],
    ['34 is 0', [[34, '00000000']], undefined, [null, null]],
    [
      'options data of the domain',
      [SRC4],
      [
        [149, '00000001'],
        [34, '000003e8'],
      ],
      [1000, 'options'],
    ],
    [
      'options data by sampler id',
      [[48, '0002']],
      [
        [149, '00000001'],
        [48, '00000002'],
        [50, '0064'],
      ],
      [100, 'options'],
    ],
    [
      'options data of another sampler',
      [[48, '0003']],
      [
        [149, '00000001'],
        [48, '00000002'],
        [50, '0064'],
      ],
      [null, null],
    ],
    [
      'selector 302, population over size',
      [[302, '00000001']],
      [
        [302, '00000001'],
        [305, '00000001'],
        [309, '00000001'],
        [310, '00000100'],
      ],
      [256, 'options'],
    ],
    [
      'interval and space',
      [SRC4],
      [
        [149, '00000001'],
        [305, '00000001'],
        [306, '00000009'],
      ],
      [10, 'options'],
    ],
    [
      'probability',
      [SRC4],
      [
        [149, '00000001'],
        [311, '3f847ae147ae147b'],
      ],
      [100, 'options'],
    ],
    [
      'by interface',
      [[10, '0007']],
      [
        [10, '00000007'],
        [34, '00000014'],
      ],
      [20, 'options'],
    ],
    [
      'of another interface',
      [[10, '0008']],
      [
        [10, '00000007'],
        [34, '00000014'],
      ],
      [null, null],
    ],
    [
      'the record before options data',
      [[34, '0005']],
      [
        [149, '00000001'],
        [34, '000003e8'],
      ],
      [5, 'record'],
    ],
  ])('sampling: %s', (_name, fields, options, expected) => {
    const flow = flowOf([SRC4, ...fields], { codegen, ...(options && { options }) });
    expect([flow.sampling, flow.samplingSource]).toEqual(expected);
  });

  test('v9 options data whose scope is an interface holds for that interface', () => {
    const options: Field[] = [
      [2, '0007'],
      [34, '0014'],
    ];
    expect(flowOf([[10, '0007']], { codegen, version: 9, options }).sampling).toBe(20);
    expect(flowOf([[10, '0009']], { codegen, version: 9, options }).sampling).toBe(null);
  });
});
