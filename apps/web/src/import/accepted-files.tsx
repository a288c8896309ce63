const KINDS: readonly (readonly [string, string])[] = [
  ['Traffic', 'pcap or pcapng with NetFlow v5, v9 or IPFIX'],
  ['Port scans', 'nmap XML (-oX)'],
  ['Addresses over time', 'ISC dhcpd leases, or CSV with address, mac or name, from and to'],
  ['Lists', 'CSV of zones, hosts, tags or approvals'],
  ['Rules', 'Cisco IOS, NX-OS and ASA, iptables, nftables, PAN-OS, FortiOS, AWS, Azure, CSV'],
];

/** What can be dropped, by what it is good for. */
export function AcceptedFiles() {
  return (
    <dl className="accepted-files">
      {KINDS.map(([what, formats]) => (
        <div key={what}>
          <dt>{what}</dt>
          <dd>{formats}</dd>
        </div>
      ))}
    </dl>
  );
}
