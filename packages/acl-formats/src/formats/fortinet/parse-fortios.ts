import { ALLOW, DENY, type PlaceSet, type RuleAction, UNKNOWN_ACTION } from '../../model/rule.ts';
import type { RuleFile } from '../../model/rule-file.ts';
import { RuleFileBuilder } from '../../model/rule-file-builder.ts';
import { ANY_SERVICE } from '../../model/service-match.ts';
import { splitLines } from '../../text/split-lines.ts';
import { type FortiosEntry, fortiosEntries } from './fortios-entries.ts';
import { FortiosObjects } from './fortios-objects.ts';

/**
 * FortiOS configuration: a list `policy` (per virtual domain `VDOM policy`) in the order of the file, which is the order of
 * evaluation; what no policy takes is denied. Replies pass. Virtual IPs, domain names and internet services are unknown names.
 */
export function parseFortios(text: string): RuleFile {
  const builder = new RuleFileBuilder('fortios');
  const entries = fortiosEntries(splitLines(text), builder);
  const objects = new FortiosObjects(entries, builder);
  for (const entry of entries) {
    if (entry.section === 'firewall policy') addPolicy(builder, entry, objects);
    else if (
      /^firewall (?:policy6|central-snat-map|vip|vipgrp|interface-policy|DoS-policy|local-in-policy|security-policy)$/.test(
        entry.section,
      )
    )
      builder.addUnread(entry.line, entry.text, `"config ${entry.section}" is not modelled`);
  }
  return builder.build();
}

/** Settings that restrict what a policy matches by more than a flow tells. */
const RESTRICTING =
  /^(?:users|groups|fsso-groups|fsso|ntlm|internet-service.*|application.*|app-.*|url-category|src-vendor-mac|ztna-.*|sgt.*|device.*|geoip-.*|reputation-.*|tos.*|vlan-filter|rsso|policy-expiry.*|learning-mode|custom-log-fields|network-service-.*)$/;

/** Settings that change nothing in what is allowed. */
const HARMLESS =
  /^(?:uuid|name|srcintf|dstintf|srcaddr6?|dstaddr6?|srcaddr6?-negate|dstaddr6?-negate|service|service-negate|action|schedule|status|comments|label|global-label|nat|nat46|nat64|ippool|poolname6?|fixedport|logtraffic.*|match-vip|capture-packet|auto-asic-offload|np-acceleration|inspection-mode|utm-status|utm-inspection-mode|profile-.*|.*-profile|.*-sensor|.*-list|.*-protocol-options|traffic-shaper.*|per-ip-shaper|tcp-mss-.*|tcp-session-without-syn|session-ttl|timeout-send-rst|diffserv.*|wccp|webcache.*|replacemsg.*|send-deny-packet|permit-.*|block-notification|delay-tcp-npu-session|anti-replay|dsri|radius-.*|disclaimer|email-collect|vlan-cos-.*|natip|outbound|inbound|natinbound|natoutbound|identity-based-route|captive-portal.*|decrypted-traffic-mirror|passive-wan-.*|cgn-.*|pcp-.*|dynamic-shaping|match-vip-only|schedule-timeout)$/;

function addPolicy(builder: RuleFileBuilder, entry: FortiosEntry, objects: FortiosObjects): void {
  const { vdom, settings, line, text } = entry;
  const list = vdom === '' ? 'policy' : `${vdom} policy`;
  builder.chain(list);
  const stages = [{ chain: list, fallback: 'deny' as const, line: null, family: null }];
  if (!builder.hasList(list))
    builder.addList({ name: list, order: 'first-match', state: 'stateful', stages, replyList: null });
  const conditions: string[] = [];
  for (const [name, values] of settings) {
    if (isOff(values)) continue;
    if (RESTRICTING.test(name)) conditions.push(`"${name} ${values.join(' ')}" is not evaluated`);
    else if (!HARMLESS.test(name)) {
      builder.addUnread(line, `set ${name} ${values.join(' ')}`, `the setting "${name}" of policy ${entry.name}`);
      conditions.push(`not understood: "${name}"`);
    }
  }
  const schedule = settings.get('schedule')?.[0] ?? 'always';
  if (schedule !== 'always') conditions.push(`the schedule "${schedule}" is not evaluated`);
  const on = (name: string) => settings.get(name)?.[0] === 'enable';
  if (on('service-negate')) conditions.push('"service-negate" is not evaluated');
  const addresses = (side: string) => [...(settings.get(`${side}addr`) ?? []), ...(settings.get(`${side}addr6`) ?? [])];
  builder.addRule(list, line, text, actionOf(settings.get('action')?.[0]), {
    label: settings.get('name')?.[0] ?? entry.name,
    active: settings.get('status')?.[0] !== 'disable',
    source: objects.addressSet(vdom, addresses('src'), on('srcaddr-negate')),
    destination: objects.addressSet(vdom, addresses('dst'), on('dstaddr-negate')),
    services: on('service-negate') ? [ANY_SERVICE] : objects.services(vdom, settings.get('service') ?? []),
    from: placesOf(settings.get('srcintf')),
    to: placesOf(settings.get('dstintf')),
    conditions,
    log: settings.has('logtraffic') && settings.get('logtraffic')?.[0] !== 'disable',
    remark: settings.get('comments')?.join(' ') ?? null,
  });
}

function isOff(values: readonly string[]): boolean {
  return values.length === 1 && values[0] === 'disable';
}

/** Without `set action` a policy denies. */
function actionOf(action: string | undefined): RuleAction {
  if (action === undefined || action === 'deny') return DENY;
  return action === 'accept' ? ALLOW : UNKNOWN_ACTION;
}

function placesOf(names: readonly string[] | undefined): PlaceSet | null {
  return names === undefined || names.includes('any') ? null : { names, negated: false };
}
