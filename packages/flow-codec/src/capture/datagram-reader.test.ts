import { describe, expect, test } from 'vitest';
import { ethernetFrame } from './build-packet.ts';
import { udpDatagrams } from './datagram-reader.ts';
import { concatBytes } from './testing/build-capture-file.ts';
import { DESTINATION_PORT, frames, SOURCE_PORT, segment, V4, V6, v4, v6 } from './testing/frames.ts';
import { readDatagrams } from './testing/read-datagrams.ts';

const PAYLOAD = new Uint8Array([10, 20, 30, 40, 50]);
const IPV4 = v4(segment(V4, PAYLOAD));
const IPV6 = v6(17, segment(V6, PAYLOAD));
const FROM_V4 = { ...V4, sourcePort: SOURCE_PORT, destinationPort: DESTINATION_PORT, payload: PAYLOAD };
const FROM_V6 = { ...V6, sourcePort: SOURCE_PORT, destinationPort: DESTINATION_PORT, payload: PAYLOAD };

const hex = (text: string) => Uint8Array.from(text.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
const MACS = '020000000002020000000001';
const behind = (header: string, packet: Uint8Array) => concatBytes([hex(header), packet]);

test('a datagram carries where and when it was seen', () => {
  const [datagram] = udpDatagrams(frames([IPV4]));
  expect(datagram).toEqual({ ...FROM_V4, packet: 1, offset: 0, time: 0 });
});

describe('link layers', () => {
  test.each([
    ['Ethernet, IPv4', 1, ethernetFrame(IPV4), FROM_V4],
    ['Ethernet, IPv6', 1, ethernetFrame(IPV6), FROM_V6],
    ['Ethernet with padding behind the packet', 1, concatBytes([ethernetFrame(IPV4), new Uint8Array(13)]), FROM_V4],
    ['802.1Q', 1, behind(`${MACS}8100 2064 0800`.replaceAll(' ', ''), IPV4), FROM_V4],
    ['QinQ', 1, behind(`${MACS}88a8000181002064${'86dd'}`, IPV6), FROM_V6],
    ['three tags', 1, behind(`${MACS}91000001810000028100000308${'00'}`, IPV4), FROM_V4],
    ['MPLS, two labels', 1, behind(`${MACS}88470001004000020140`, IPV4), FROM_V4],
    ['MPLS behind a tag', 1, behind(`${MACS}81000001884700020140`, IPV6), FROM_V6],
    ['PPPoE', 1, behind(`${MACS}88641100000100230021`, IPV4), FROM_V4],
    ['LLC/SNAP', 1, behind(`${MACS}002daaaa030000000800`, IPV4), FROM_V4],
    ['Linux cooked', 113, behind('00000001000602000000000100000800', IPV4), FROM_V4],
    ['Linux cooked with a tag', 113, behind('0000000100060200000000010000810000640800', IPV4), FROM_V4],
    ['Linux cooked v2', 276, behind('86dd0000000000020001000602000000000100' + '00', IPV6), FROM_V6],
    ['Linux cooked v2 with a tag', 276, behind('81000000000000020001000602000000000100' + '0000640800', IPV4), FROM_V4],
    ['raw IP (101)', 101, IPV4, FROM_V4],
    ['raw IP (12)', 12, IPV6, FROM_V6],
    ['raw IP (14)', 14, IPV4, FROM_V4],
    ['raw IPv4 (228)', 228, IPV4, FROM_V4],
    ['raw IPv6 (229)', 229, IPV6, FROM_V6],
    ['loopback, little-endian', 0, behind('02000000', IPV4), FROM_V4],
    ['loopback, big-endian, IPv6 of macOS', 0, behind('0000001e', IPV6), FROM_V6],
    ['OpenBSD loopback', 108, behind('00000018', IPV6), FROM_V6],
  ])('%s', (_name, linkType, bytes, expected) => {
    const { datagrams, problems, counters } = readDatagrams(frames([bytes], linkType));
    expect(datagrams).toMatchObject([expected]);
    expect(problems).toEqual([]);
    expect(counters).toEqual({ datagrams: 1 });
  });

  test.each([
    ['ARP', 1, behind(`${MACS}0806`, new Uint8Array(28))],
    ['spanning tree (LLC)', 1, behind(`${MACS}0026424203`, new Uint8Array(35))],
    ['PPPoE discovery protocol', 1, behind(`${MACS}8864110000010023c021`, new Uint8Array(20))],
    ['loopback of another family', 0, behind('07000000', IPV4)],
    ['a pseudowire in MPLS', 1, behind(`${MACS}884700020140`, new Uint8Array(20))],
  ])('%s is not IP', (_name, linkType, bytes) => {
    expect(readDatagrams(frames([bytes], linkType)).counters).toEqual({ nonIp: 1 });
  });

  test('an unsupported link type is named once and counted per frame', () => {
    const { problems, counters } = readDatagrams(frames([IPV4, IPV4, IPV4], 105));
    expect(problems).toMatchObject([{ code: 'unsupported-link-type', packet: 1, detail: 'link type 105' }]);
    expect(counters).toEqual({ unsupportedLinkType: 3 });
  });
});

describe('IP headers', () => {
  const udp6 = segment(V6, PAYLOAD);
  const hopByHop = [43, 0, 1, 4, 0, 0, 0, 0];
  const routing = [60, 1, 0, 0, ...new Array<number>(12).fill(0)];
  const destination = [51, 0, 1, 4, 0, 0, 0, 0];
  const authentication = [17, 4, ...new Array<number>(22).fill(0)];
  const chain = Uint8Array.from([...hopByHop, ...routing, ...destination, ...authentication, ...udp6]);

  test('IPv4 options', () => {
    const bytes = v4(segment(V4, PAYLOAD), { options: new Uint8Array([7, 4, 4, 0, 1, 1, 1, 0]) });
    expect(readDatagrams(frames([bytes])).datagrams).toMatchObject([FROM_V4]);
  });

  test('IPv6 extension headers', () => {
    expect(readDatagrams(frames([v6(0, chain)])).datagrams).toMatchObject([FROM_V6]);
  });

  test('an atomic fragment is a whole packet', () => {
    const atomic = Uint8Array.from([17, 0, 0, 0, 0, 0, 0, 1, ...udp6]);
    expect(readDatagrams(frames([v6(44, atomic)])).datagrams).toMatchObject([FROM_V6]);
  });

  test('other protocols are counted', () => {
    const packets = [v4(new Uint8Array(20), { protocol: 6 }), v6(58, new Uint8Array(8)), v6(59, new Uint8Array(0))];
    expect(readDatagrams(frames(packets)).counters).toEqual({ nonUdp: 3 });
  });

  test.each([
    ['IPv4 header of 16 bytes', Uint8Array.from(IPV4, (byte, i) => (i === 0 ? 0x44 : byte))],
    ['IPv4 total length within the header', Uint8Array.from(IPV4, (byte, i) => (i === 3 ? 19 : byte))],
    [
      'IPv4 total length beyond the frame',
      Uint8Array.from(IPV4, (byte, i) => (i === 3 ? byte + 1 : byte)).slice(0, 32),
    ],
    ['less than an IPv4 header', IPV4.slice(0, 19)],
    ['extension headers beyond the payload', v6(0, new Uint8Array([17, 9, 0, 0, 0, 0, 0, 0]))],
    ['less than an IPv6 header', IPV6.slice(0, 39)],
    ['no room for a UDP header', v4(new Uint8Array(7))],
    ['UDP length beyond the packet', v4(Uint8Array.from(segment(V4, PAYLOAD), (byte, i) => (i === 5 ? 14 : byte)))],
    ['UDP length within the header', v4(Uint8Array.from(segment(V4, PAYLOAD), (byte, i) => (i === 5 ? 7 : byte)))],
  ])('malformed: %s', (_name, bytes) => {
    const { datagrams, problems, counters } = readDatagrams(frames([bytes]));
    expect(datagrams).toEqual([]);
    expect(problems).toMatchObject([{ code: 'malformed-frame', packet: 1 }]);
    expect(counters).toEqual({ malformed: 1 });
  });

  test('bytes between the end of UDP and the end of IP are not payload', () => {
    const bytes = v4(concatBytes([segment(V4, PAYLOAD), new Uint8Array([1, 2, 3])]));
    expect(readDatagrams(frames([bytes])).datagrams).toMatchObject([FROM_V4]);
  });
});

describe('frames cut by the snap length', () => {
  const cutTo = (length: number) => frames([IPV4]).map((frame) => ({ ...frame, bytes: frame.bytes.slice(0, length) }));

  test('a cut payload is given, marked and named', () => {
    const { datagrams, problems, counters } = readDatagrams(cutTo(30));
    expect(datagrams).toMatchObject([{ payload: PAYLOAD.slice(0, 2), truncated: true }]);
    expect(problems).toMatchObject([{ code: 'cut-frame', detail: '10 of 13 bytes of UDP captured' }]);
    expect(counters).toEqual({ datagrams: 1, truncatedDatagrams: 1 });
  });

  test.each([0, 19, 27])('%i bytes are less than the headers', (length) => {
    const { datagrams, problems, counters } = readDatagrams(cutTo(length));
    expect(datagrams).toEqual([]);
    expect(problems).toMatchObject([{ code: 'cut-frame' }]);
    expect(counters).toEqual({ cut: 1 });
  });

  test('a frame without its padding is not cut', () => {
    const [frame] = frames([IPV4]).map((whole) => ({ ...whole, originalLength: 60 }));
    const { datagrams, problems } = readDatagrams(frame ? [frame] : []);
    expect(datagrams[0]).not.toHaveProperty('truncated');
    expect(problems).toEqual([]);
  });
});
