export { canonicalIp, compareIp, compareIpBytes, formatIp, type IpBytes, parseIp } from './ip-address.ts';
export { formatPrefix, type IpPrefix, maskIp, parsePrefix, prefixContains } from './ip-prefix.ts';
export { hasPorts, ICMP, ICMPV6, protocolName, protocolNumber, SCTP, TCP, UDP } from './ip-protocol.ts';
export { PrefixTable } from './prefix-table.ts';
export { serviceName } from './service-names.ts';
export { parseService, type ServicePattern, serviceNames } from './written-service.ts';
