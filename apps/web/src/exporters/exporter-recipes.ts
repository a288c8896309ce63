/** Where an exporter is to send. */
export interface CollectorTarget {
  /** Address or name of this host as exporters reach it. */
  readonly host: string;
  readonly port: number;
}

export interface ExporterRecipe {
  readonly id: string;
  readonly name: string;
  /** Where the lines go. */
  readonly where: string;
  readonly lines: (target: CollectorTarget) => string;
}

/**
 * Configuration lines to copy, per kind of exporter. Active timeouts are one minute, so that long conversations show soon;
 * templates are sent again every minute, so that a restart of either side costs at most that.
 * Interface names stand in capitals: they are the one thing to fill in.
 */
export const EXPORTER_RECIPES: readonly ExporterRecipe[] = [
  {
    id: 'ios',
    name: 'Cisco IOS',
    where: 'In configuration mode; repeat the last two lines for every interface between zones.',
    lines: ({ host, port }) => `ip flow-export version 9
ip flow-export destination ${host} ${port}
ip flow-export template refresh-rate 20
ip flow-export template timeout-rate 1
ip flow-cache timeout active 1
ip flow-cache timeout inactive 15
interface INTERFACE
 ip flow ingress`,
  },
  {
    id: 'ios-xe',
    name: 'Cisco IOS-XE',
    where: 'Flexible NetFlow, in configuration mode; repeat the last two lines for every interface between zones.',
    lines: ({ host, port }) => `flow record SCOPEMAP-RECORD
 match ipv4 protocol
 match ipv4 source address
 match ipv4 destination address
 match transport source-port
 match transport destination-port
 match interface input
 collect interface output
 collect transport tcp flags
 collect counter bytes long
 collect counter packets long
 collect timestamp absolute first
 collect timestamp absolute last
flow exporter SCOPEMAP
 destination ${host}
 transport udp ${port}
 export-protocol ipfix
 template data timeout 60
flow monitor SCOPEMAP-MONITOR
 record SCOPEMAP-RECORD
 exporter SCOPEMAP
 cache timeout active 60
 cache timeout inactive 15
interface INTERFACE
 ip flow monitor SCOPEMAP-MONITOR input`,
  },
  {
    id: 'vsphere',
    name: 'VMware vSphere',
    where:
      'Distributed switch: Configure > Settings > NetFlow > Edit; then set NetFlow to Enabled on each distributed port group.',
    lines: ({ host, port }) => `Collector IP address:        ${host}
Collector port:              ${port}
Observation domain ID:       1
Switch IP address:           an unused address, so that all hosts count as one exporter
Active flow export timeout:  60
Idle flow export timeout:    15
Sampling rate:               0
Process internal flows only: Disabled`,
  },
  {
    id: 'softflowd',
    name: 'softflowd',
    where: 'On a Linux host that sees the traffic, for example at a mirror port.',
    lines: ({ host, port }) => `sudo softflowd -i INTERFACE -n ${bracketed(host)}:${port} -v 9 -T full -t maxlife=60`,
  },
  {
    id: 'mikrotik',
    name: 'MikroTik',
    where: 'RouterOS terminal.',
    lines: ({
      host,
      port,
    }) => `/ip traffic-flow set enabled=yes interfaces=all active-flow-timeout=1m inactive-flow-timeout=15s
/ip traffic-flow target add dst-address=${host} port=${port} version=9 v9-template-timeout=1m`,
  },
  {
    id: 'fortigate',
    name: 'FortiGate',
    where:
      'FortiOS 7.4 or later; older versions take collector-ip and collector-port without the collectors block. Repeat the interface part for every interface between zones.',
    lines: ({ host, port }) => `config system netflow
    set active-flow-timeout 60
    set inactive-flow-timeout 15
    set template-tx-timeout 60
    config collectors
        edit 1
            set collector-ip "${host}"
            set collector-port ${port}
        next
    end
end
config system interface
    edit "INTERFACE"
        set netflow-sampler both
    next
end`,
  },
];

function bracketed(host: string): string {
  return host.includes(':') ? `[${host}]` : host;
}

/** True for names of this machine itself, which no exporter elsewhere can reach. */
export function isLoopback(host: string): boolean {
  return /^(localhost|127\.\d+\.\d+\.\d+|::1|\[::1\])$/.test(host);
}
