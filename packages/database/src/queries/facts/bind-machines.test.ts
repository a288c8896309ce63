import { describe, expect, it } from 'vitest';
import { bindMachines, type StatedMachine } from './bind-machines.ts';

const had = (machine: string, address: string, from: number, until: number | null): StatedMachine => ({
  machine,
  address,
  from,
  until,
  basis: 'dhcp-lease',
});
const bound = (...stated: StatedMachine[]) =>
  bindMachines(stated).bindings.map(({ asset, address, from, until }) => [asset, address, from, until]);

describe('bindings of machines', () => {
  it('are left out where one machine has one address: the address stands for it', () => {
    const machines = bindMachines([had('mac:a', '10.0.0.1', 5, 9), had('mac:a', '10.0.0.1', 20, 30)]);
    expect([machines.bindings, machines.machines]).toEqual([[], []]);
    expect(machines.holders('10.0.0.1')).toEqual(['10.0.0.1']);
    expect(machines.holdersBetween('10.0.0.1', 5, 6)).toEqual(['10.0.0.1']);
  });

  it('follow one another where an address changed hands; in between it stands for itself', () => {
    const stated = [
      had('mac:a', '10.0.0.1', 10, 20),
      had('mac:b', '10.0.0.1', 30, null),
      had('mac:a', '10.0.0.1', 15, 25),
    ];
    expect(bound(...stated)).toEqual([
      ['mac:a', '10.0.0.1', 10, 25],
      ['mac:b', '10.0.0.1', 30, null],
      ['10.0.0.1', '10.0.0.1', null, 10],
      ['10.0.0.1', '10.0.0.1', 25, 30],
    ]);
    const machines = bindMachines(stated);
    expect(machines.holders('10.0.0.1')).toEqual(['10.0.0.1', 'mac:a', 'mac:b']);
    expect(machines.holdersBetween('10.0.0.1', 12, 24)).toEqual(['mac:a']);
    expect(machines.holdersBetween('10.0.0.1', 24, 30)).toEqual(['mac:a', 'mac:b', '10.0.0.1']);
  });

  it('tie the addresses of one machine together, and whoever shares one of them', () => {
    const stated = [had('mac:a', '10.0.0.1', 0, 9), had('mac:a', '10.0.0.2', 9, 20), had('mac:b', '10.0.0.3', 0, 9)];
    expect(bindMachines(stated).machines).toEqual(['mac:a']);
    expect(bindMachines([...stated, had('mac:b', '10.0.0.2', 20, null)]).machines).toEqual(['mac:a', 'mac:b']);
  });

  it('never take a name for an address', () => {
    const stated = [had('10.0.0.9', '10.0.0.1', 0, 9), had('mac:b', '10.0.0.1', 9, null)];
    expect(bindMachines(stated).machines).toEqual(['mac:b', 'name:10.0.0.9']);
  });
});
