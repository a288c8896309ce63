import { TCP, UDP } from '@scopemap/net';

/**
 * Further ports of listeners, beside those with a name in the address package: registered with IANA for a protocol in
 * wide use, or fixed by that protocol's standard. Left out on purpose: ports of peers (RTP, BitTorrent, DDS, devp2p), ports that
 * many programs take for tests (3000, 4444, 5000, 9000), and those whose protocol nobody speaks any more.
 */
const TCP_PORTS = [
  70, 79, 102, 104, 109, 113, 194, 502, 543, 544, 563, 623, 646, 749, 860, 992, 1098, 1099, 1344, 1352, 1414, 1434,
  1494, 1720, 1755, 1801, 1935, 1962, 2000, 2082, 2083, 2086, 2087, 2095, 2096, 2222, 2375, 2376, 2377, 2380, 2404,
  2484, 2525, 2575, 2598, 2638, 2775, 3050, 3299, 3493, 3632, 3689, 3690, 3724, 3868, 4190, 4321, 4369, 4505, 4506,
  4786, 4840, 4843, 4848, 4899, 4949, 5038, 5094, 5190, 5201, 5269, 5349, 5357, 5358, 5555, 5631, 5666, 5683, 5684,
  5800, 5938, 5984, 5989, 6000, 6443, 6513, 6633, 6653, 6697, 7001, 7070, 7474, 7547, 7687, 8008, 8009, 8081, 8086,
  8088, 8089, 8090, 8118, 8140, 8181, 8291, 8300, 8332, 8333, 8500, 8728, 8729, 8834, 8888, 9090, 9091, 9101, 9102,
  9103, 9389, 9418, 9600, 10000, 11112, 11371, 15672, 16992, 16993, 18245, 20000, 25565, 27018, 27019, 32400, 44818,
] as const;

const UDP_PORTS = [
  7, 9, 13, 17, 19, 37, 177, 319, 320, 434, 517, 518, 623, 751, 1434, 1645, 1646, 1718, 1719, 2123, 2152, 2222, 2427,
  2727, 2944, 3386, 3544, 3868, 4341, 4342, 4569, 5093, 5094, 5246, 5247, 5349, 5351, 5683, 5684, 5938, 8805, 9600,
  10161, 10162, 18246, 19302, 20000, 27015, 27960, 34964, 44818, 47808, 64738,
] as const;

const REGISTERED: Readonly<Record<number, ReadonlySet<number>>> = {
  [TCP]: new Set<number>(TCP_PORTS),
  [UDP]: new Set<number>(UDP_PORTS),
};

/** True when a listener's port is registered for this protocol. */
export function isRegisteredService(protocol: number, port: number): boolean {
  return REGISTERED[protocol]?.has(port) ?? false;
}
