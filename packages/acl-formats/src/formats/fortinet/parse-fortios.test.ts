import { expect, test } from 'vitest';
import { judge, parse, unread } from '../../testing/judge-text.ts';

const FILE = parse(
  'fortios',
  `config system global
    set hostname "FW"
end
config firewall address
    edit "web1"
        set subnet 10.20.0.5 255.255.255.255
    next
    edit "stores"
        set type iprange
        set start-ip 10.30.0.1
        set end-ip 10.30.9.255
    next
    edit "updates"
        set type fqdn
        set fqdn "updates.example.net"
    next
end
config firewall addrgrp
    edit "pci"
        set member "web1" "pci-db"
    next
    edit "pci-db"
        set member "db-net"
    next
end
config firewall address
    edit "db-net"
        set subnet 10.20.8.0 255.255.255.0
    next
end
config firewall service custom
    edit "APP"
        set tcp-portrange 8443 9000-9010:1024-65535
        set udp-portrange 9999
    next
    edit "GRE"
        set protocol IP
        set protocol-number 47
    next
end
config firewall service group
    edit "WEB"
        set member "HTTPS" "APP"
    next
end
config firewall policy
    edit 7
        set name "stores to pci"
        set srcintf "port1" "port2"
        set dstintf "dmz"
        set srcaddr "stores"
        set dstaddr "pci"
        set action accept
        set schedule "always"
        set service "WEB"
        set logtraffic all
        set comments "needed for
payments"
    next
    edit 3
        set srcintf "any"
        set dstintf "any"
        set srcaddr "all"
        set dstaddr "web1"
        set schedule "always"
        set service "ALL"
        set srcaddr-negate disable
    next
    edit 4
        set srcaddr "stores"
        set srcaddr-negate enable
        set dstaddr "db-net"
        set action accept
        set service "GRE" "PING"
        set schedule "always"
    next
    edit 5
        set status disable
        set srcaddr "all"
        set dstaddr "all"
        set action accept
        set service "ALL"
    next
    edit 6
        set srcaddr "all"
        set dstaddr "updates"
        set action accept
        set schedule "office-hours"
        set service "HTTPS"
        set frobnicate yes
    next
end
oops`.split('\n'),
);

const zones = { list: 'policy', from: 'port1', to: 'dmz' };

// Expected by hand: order of the file, action deny without `set action`, implicit deny at the end.
test.each([
  ['tcp 10.30.1.1 > 10.20.0.5:443', 'allowed 47'],
  ['tcp 10.30.1.1 > 10.20.8.5:9005', 'allowed 47'],
  ['tcp 10.30.1.1:80 > 10.20.8.5:9005', 'denied -'],
  ['udp 10.30.1.1 > 10.20.8.5:9999', 'allowed 47'],
  ['tcp 10.30.1.1 > 10.20.0.5:80', 'denied 60'],
  ['tcp 10.31.1.1 > 10.20.0.5:443', 'denied 60'],
  ['icmp/8 10.31.1.1 > 10.20.8.5', 'allowed 69'],
  ['icmp/8 10.30.1.1 > 10.20.8.5', 'denied -'],
  ['gre 10.31.1.1 > 10.20.8.5', 'allowed 69'],
  ['tcp 10.31.1.1 > 192.0.2.1:443', 'undetermined 84'],
])('%s is %s', (text, expected) => expect(judge(FILE, zones, text)).toBe(expected));

test('without interfaces a policy that asks for them may match or not', () => {
  expect(judge(FILE, { list: 'policy' }, 'tcp 10.30.1.1 > 10.20.0.5:443')).toBe('undetermined 47');
});

test('what was not understood is listed; comments are kept', () => {
  expect(unread(FILE)).toEqual(['84: the setting "frobnicate" of policy 6', '93: no line of a FortiOS configuration']);
  expect(FILE.chains.policy?.[0]).toMatchObject({ label: 'stores to pci', remark: 'needed for\npayments', log: true });
});
