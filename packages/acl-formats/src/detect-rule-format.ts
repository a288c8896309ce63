import type { RuleFormat } from './model/rule-file.ts';

/** What stands in files of a format and, so far down the list, in no other. */
const MARKS: readonly (readonly [RuleFormat, RegExp])[] = [
  ['nftables-json', /"nftables"\s*:/],
  ['aws-sg', /"SecurityGroups"\s*:/],
  ['aws-nacl', /"NetworkAcls"\s*:/],
  ['azure-nsg', /"(?:securityRules|defaultSecurityRules)"\s*:/],
  ['panos-xml', /<(?:config|response|rulebase|security|rules)[\s>]/],
  ['panos-set', /^\s*set (?:\S+ )*(?:rulebase|pre-rulebase|post-rulebase) security /m],
  ['fortios', /^\s*config firewall /m],
  ['iptables', /^\s*(?:\*(?:filter|nat|mangle|raw|security)\s*$|:\S+ (?:ACCEPT|DROP|-) \[)/m],
  ['asa', /^\s*(?:access-list \S+ (?:line \d+ )?extended |access-group \S+ (?:in|out) interface |ASA Version )/m],
  ['nxos', /^\s*(?:ip(?:v6)? access-list (?!extended |standard )\S+\s*$|object-group ip address )/m],
  ['ios', /^\s*(?:ip(?:v6)? access-list |access-list \d+ )/m],
  ['netbehave-csv', /(?:^|,)\s*(?:src|dst)\/(?:ip|port)\s*!?[=<>]/m],
];

/** How much of a file is looked at. */
const LOOKED_AT = 1 << 20;

/** The format a text is most probably in, by words that only stand there; null when nothing gives it away. */
export function detectRuleFormat(text: string): RuleFormat | null {
  const head = text.slice(0, LOOKED_AT);
  return MARKS.find(([, mark]) => mark.test(head))?.[0] ?? detectCsv(head);
}

function detectCsv(text: string): RuleFormat | null {
  const first = text.split(/\r\n|\n|\r/).find((line) => line.trim() !== '' && !line.startsWith('#')) ?? '';
  const cells = first
    .toLowerCase()
    .split(/[,;\t]/)
    .map((cell) => cell.trim().replaceAll('"', ''));
  if (['action', 'src', 'dst'].every((name) => cells.includes(name))) return 'csv';
  if (cells[0] === 'src_ip') return 'talk-csv';
  const talk = /^[0-9.]+(?:\/[0-9]+)?,[0-9.]+(?:\/[0-9]+)?,[a-z]+,[0-9]*(?:,.*)?$/i;
  return talk.test(first) ? 'talk-csv' : null;
}
