import { createFlowDecoder } from '@scopemap/flow-codec';
import { createExporter, type ExportedFlow } from '@scopemap/flow-codec/encode';
import { createRelationshipBuilder } from '@scopemap/scope-model';
import { describe, expect, test } from 'vitest';
import { ExporterClock } from '../exporter-clock.ts';
import { AddressEvidence } from './address-evidence.ts';
import { ColumnIntake } from './column-intake.ts';

const NOON = Date.UTC(2026, 0, 15, 12);
const HOST = '10.1.0.5';
const SERVER = '198.51.100.8';
const OUTSIDE = '203.0.113.7';
const MAC = '02:00:5e:00:53:0a';

function aFlow(change: Partial<ExportedFlow> = {}): ExportedFlow {
  return {
    srcAddr: HOST,
    dstAddr: SERVER,
    srcPort: 50_000,
    dstPort: 443,
    protocol: 6,
    tcpFlags: 0x1b,
    octets: 1000,
    packets: 10,
    start: NOON - 5_000,
    end: NOON - 1_000,
    ...change,
  };
}

function evidenceOf(flows: readonly ExportedFlow[]) {
  const { intake } = createRelationshipBuilder();
  const clock = new ExporterClock();
  const columns = new ColumnIntake(intake, clock);
  const evidence = new AddressEvidence(clock);
  const decoder = createFlowDecoder();
  let dropped = 0;
  for (const payload of createExporter({ version: 10, bootTime: NOON - 3_600_000 }).exportFlows([...flows], NOON))
    decoder.decodeColumns(
      { exporter: '192.0.2.1', port: 50_000, receivedAt: NOON, payload },
      {
        flows: (batch) => {
          columns.take(batch);
          dropped += evidence.take(batch, columns, intake);
        },
      },
    );
  return { ...evidence.finish(), dropped, again: evidence.finish() };
}

describe('post-NAT addresses', () => {
  test.each<[string, Partial<ExportedFlow>, [address: string, shownAs: string][]]>([
    ['of the source', { extra: { natSrcAddr: OUTSIDE, natDstAddr: SERVER } }, [[HOST, OUTSIDE]]],
    [
      'of the destination, as in the answer',
      { srcAddr: SERVER, dstAddr: OUTSIDE, extra: { natSrcAddr: SERVER, natDstAddr: HOST } },
      [[HOST, OUTSIDE]],
    ],
    ['of a published server', { dstAddr: OUTSIDE, extra: { natDstAddr: '10.2.0.7' } }, [['10.2.0.7', OUTSIDE]]],
    [
      'of both ends',
      { extra: { natSrcAddr: OUTSIDE, natDstAddr: '10.9.0.1' } },
      [
        [HOST, OUTSIDE],
        ['10.9.0.1', SERVER],
      ],
    ],
    [
      'of IPv6',
      { srcAddr: '2001:db8::5', dstAddr: '2001:db8:1::1', extra: { natSrcAddr: '2001:db8:f::1' } },
      [['2001:db8::5', '2001:db8:f::1']],
    ],
    ['that are the addresses themselves', { extra: { natSrcAddr: HOST, natDstAddr: SERVER } }, []],
    ['filled with zeros', { extra: { natSrcAddr: '0.0.0.0', natDstAddr: '0.0.0.0' } }, []],
    ['that are groups', { extra: { natSrcAddr: '224.0.0.9', natDstAddr: '255.255.255.255' } }, []],
    ['nowhere', {}, []],
  ])('%s', (_, change, pairs) => {
    const { translations, dropped, again } = evidenceOf([aFlow(change)]);
    const period = { exporter: '192.0.2.1', from: new Date(NOON - 5_000), to: new Date(NOON - 1_000) };
    expect(translations).toEqual(pairs.map(([address, shownAs]) => ({ address, shownAs, ...period })));
    expect([dropped, again.translations]).toEqual([0, []]);
  });

  test('of one pair are one period', () => {
    const extra = { natSrcAddr: OUTSIDE };
    const later = aFlow({ srcPort: 50_001, start: NOON - 800, end: NOON - 500, extra });
    expect(evidenceOf([later, aFlow({ extra })]).translations).toMatchObject([
      { from: new Date(NOON - 5_000), to: new Date(NOON - 500) },
    ]);
  });

  test('that name the ends of answers the other way round are believed by their sources', () => {
    const question = aFlow({ extra: { natSrcAddr: OUTSIDE } });
    const answer = aFlow({
      srcAddr: SERVER,
      dstAddr: HOST,
      start: NOON - 500,
      end: NOON,
      extra: { natDstAddr: OUTSIDE },
    });
    for (const flows of [
      [question, answer],
      [answer, question],
    ])
      expect(evidenceOf(flows).translations).toEqual([
        { address: HOST, shownAs: OUTSIDE, exporter: '192.0.2.1', from: new Date(NOON - 5_000), to: new Date(NOON) },
      ]);
  });

  test('further apart than an hour are two', () => {
    const extra = { natSrcAddr: OUTSIDE };
    const at = (minutes: number) => aFlow({ start: NOON - minutes * 60_000, end: NOON - minutes * 60_000, extra });
    const { translations } = evidenceOf([at(200), at(10), at(150), at(60)]);
    const minutes = (date: Date) => (NOON - date.getTime()) / 60_000;
    expect(translations.map(({ from, to }) => [minutes(from), minutes(to)])).toEqual([
      [200, 150],
      [60, 10],
    ]);
  });

  test('beyond the bound are counted', () => {
    const flows = Array.from({ length: 20_010 }, (_, i) =>
      aFlow({ srcAddr: `10.${i >> 16}.${(i >> 8) & 255}.${i & 255}`, extra: { natSrcAddr: OUTSIDE } }),
    );
    const { translations, dropped } = evidenceOf(flows);
    // 10.0.0.0 is a host like any other here.
    expect([translations.length, dropped]).toEqual([20_000, 10]);
  });
});

describe('MAC addresses', () => {
  const toGroup = { dstAddr: '224.0.0.251', dstPort: 5353, protocol: 17, tcpFlags: null };
  test.each<[string, Partial<ExportedFlow>, string | null]>([
    ['of a sender to its segment', { ...toGroup, extra: { srcMac: MAC } }, MAC],
    ['of a sender of a broadcast', { ...toGroup, dstAddr: '255.255.255.255', extra: { srcMac: MAC } }, MAC],
    ['of unicast, where it may be the router’s', { extra: { srcMac: MAC } }, null],
    ['to a group that routers forward', { ...toGroup, dstAddr: '239.1.1.1', extra: { srcMac: MAC } }, null],
    ['of VRRP', { ...toGroup, extra: { srcMac: '00:00:5e:00:01:21' } }, null],
    ['of VRRP for IPv6', { ...toGroup, extra: { srcMac: '00:00:5e:00:02:21' } }, null],
    ['of HSRP', { ...toGroup, extra: { srcMac: '00:00:0c:07:ac:0a' } }, null],
    ['of HSRP version 2', { ...toGroup, extra: { srcMac: '00:00:0c:9f:f0:0a' } }, null],
    ['of HSRP for IPv6', { ...toGroup, extra: { srcMac: '00:05:73:a0:00:0a' } }, null],
    ['of GLBP', { ...toGroup, extra: { srcMac: '00:07:b4:00:0a:01' } }, null],
    ['of a group', { ...toGroup, extra: { srcMac: '01:00:5e:00:00:fb' } }, null],
    ['of nobody', { ...toGroup, extra: { srcMac: '00:00:00:00:00:00' } }, null],
    ['of a host without an address yet', { ...toGroup, srcAddr: '0.0.0.0', extra: { srcMac: MAC } }, null],
    ['of a link-local address', { ...toGroup, srcAddr: 'fe80::1', dstAddr: 'ff02::fb', extra: { srcMac: MAC } }, null],
    ['of IPv6', { ...toGroup, srcAddr: '2001:db8::5', dstAddr: 'ff02::fb', extra: { srcMac: MAC } }, MAC],
  ])('%s', (_, change, mac) => {
    const flow = aFlow(change);
    const { sightings, again } = evidenceOf([flow]);
    const period = { from: new Date(NOON - 5_000), to: new Date(NOON - 1_000) };
    const expected = { address: flow.srcAddr, asset: `mac:${mac}`, source: 'flow-mac', ...period };
    expect(sightings).toEqual(mac === null ? [] : [expected]);
    expect(again.sightings).toEqual([]);
  });
});
