import { parseAsa, parseIos, parseNxos } from './formats/cisco/parse-cisco.ts';
import { parseAwsNetworkAcls } from './formats/cloud/parse-aws-network-acls.ts';
import { parseAwsSecurityGroups } from './formats/cloud/parse-aws-security-groups.ts';
import { parseAzureNsg } from './formats/cloud/parse-azure-nsg.ts';
import { parseGenericCsv } from './formats/csv/parse-generic-csv.ts';
import { parseNetbehaveCsv } from './formats/csv/parse-netbehave-csv.ts';
import { parseTalkCsv } from './formats/csv/parse-talk-csv.ts';
import { parseFortios } from './formats/fortinet/parse-fortios.ts';
import { parseIptables } from './formats/netfilter/parse-iptables.ts';
import { parseNftablesJson } from './formats/netfilter/parse-nftables-json.ts';
import { parsePanosSet } from './formats/palo-alto/parse-panos-set.ts';
import { parsePanosXml } from './formats/palo-alto/parse-panos-xml.ts';
import type { RuleFile, RuleFormat } from './model/rule-file.ts';

const PARSERS: Readonly<Record<RuleFormat, (text: string) => RuleFile>> = {
  'talk-csv': parseTalkCsv,
  'netbehave-csv': parseNetbehaveCsv,
  csv: parseGenericCsv,
  ios: parseIos,
  nxos: parseNxos,
  asa: parseAsa,
  iptables: parseIptables,
  'nftables-json': parseNftablesJson,
  'aws-sg': parseAwsSecurityGroups,
  'aws-nacl': parseAwsNetworkAcls,
  'azure-nsg': parseAzureNsg,
  fortios: parseFortios,
  'panos-set': parsePanosSet,
  'panos-xml': parsePanosXml,
};

/**
 * Reads a rule file. Lines that are not understood are part of the result; only text that cannot be read at all (no JSON or XML,
 * no column names, too large) throws {@link RuleFileError}, with the line where there is one.
 */
export function parseRules(format: RuleFormat, text: string): RuleFile {
  return PARSERS[format](text);
}
