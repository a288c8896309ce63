import { ALLOW, DENY, type PlaceSet, type RuleAction, type RuleParts, UNKNOWN_ACTION } from '../../model/rule.ts';
import type { RuleFile, RuleFormat } from '../../model/rule-file.ts';
import { RuleFileBuilder } from '../../model/rule-file-builder.ts';
import { PanosConfig, type PanosRule, type PanosSetting, RULEBASES } from './panos-config.ts';

/**
 * Lists of security rules per virtual system or device group (`security` when there is only one): pre-rules, rules, post-rules,
 * the shared ones around them; what no rule takes is allowed within a zone and denied between zones. Replies pass.
 */
export function panosFile(
  format: RuleFormat,
  settings: readonly PanosSetting[],
  builder = new RuleFileBuilder(format),
): RuleFile {
  const config = new PanosConfig(settings, builder);
  const { rules } = config;
  const scopes = new Set(rules.map(({ scope }) => scope));
  const named = [...scopes].filter((scope) => scope !== 'shared');
  for (const scope of named.length > 0 ? named : scopes) {
    const list = scope === '' ? 'security' : scope;
    builder.chain(list);
    for (const rule of rulesFor(scope, rules)) addRule(builder, list, rule, config);
    const stages = [{ chain: list, fallback: 'same-zone' as const, line: null, family: null }];
    builder.addList({ name: list, order: 'first-match', state: 'stateful', stages, replyList: null });
  }
  return builder.build();
}

/** Shared pre-rules, own rules, shared post-rules (Panorama's order). */
function rulesFor(scope: string, rules: readonly PanosRule[]): PanosRule[] {
  const of = (wanted: string, rulebase: string) =>
    rules.filter((rule) => rule.scope === wanted && rule.rulebase === rulebase);
  const own = RULEBASES.flatMap((rulebase) => of(scope, rulebase));
  return scope === 'shared' ? own : [...of('shared', 'pre-rulebase'), ...own, ...of('shared', 'post-rulebase')];
}

/** Settings whose value `any` restricts nothing and every other value restricts by what a flow does not tell. */
const RESTRICTING: readonly string[] = [
  'application',
  'category',
  'source-user',
  'hip-profiles',
  'source-hip',
  'destination-hip',
  'schedule',
  'saas-user-list',
  'source-imsi',
  'source-imei',
  'source-nw-slice',
];
const KNOWN: ReadonlySet<string> = new Set([
  'from',
  'to',
  'source',
  'destination',
  'service',
  'action',
  'disabled',
  'negate-source',
  'negate-destination',
  'rule-type',
  'description',
  'tag',
  'group-tag',
  'log-start',
  'log-end',
  'log-setting',
  'profile-setting',
  'option',
  'qos',
  'target',
  'icmp-unreachable',
  'uuid',
  'disable-inspect',
  ...RESTRICTING,
]);

function addRule(builder: RuleFileBuilder, list: string, rule: PanosRule, config: PanosConfig): void {
  const { settings, name, line, scope } = rule;
  const get = (setting: string): readonly string[] => settings.get(setting) ?? [];
  const text = `${name}: ${[...settings].map(([setting, values]) => `${setting} ${values.join(' ')}`).join('; ')}`;
  const conditions: string[] = [];
  for (const setting of RESTRICTING) {
    const values = get(setting);
    if (values.length > 0 && !values.includes('any'))
      conditions.push(`${setting} ${values.join(', ')} is not evaluated`);
  }
  for (const setting of settings.keys()) {
    if (KNOWN.has(setting)) continue;
    builder.addUnread(line, text, `the setting "${setting}" of rule ${name}`);
    conditions.push(`not understood: "${setting}"`);
  }
  const parts: RuleParts = {
    label: name,
    active: get('disabled')[0] !== 'yes',
    source: config.addressSet(scope, orAny(get('source')), get('negate-source')[0] === 'yes'),
    destination: config.addressSet(scope, orAny(get('destination')), get('negate-destination')[0] === 'yes'),
    services: config.services(scope, orAny(get('service'))),
    from: placesOf(get('from')),
    to: placesOf(get('to')),
    zonePair: get('rule-type')[0] === 'intrazone' ? 'same' : get('rule-type')[0] === 'interzone' ? 'different' : null,
    conditions,
    log: get('log-end')[0] === 'yes' || get('log-start')[0] === 'yes',
    remark: get('description').join(' ') || null,
  };
  builder.addRule(list, line, text, actionOf(get('action')[0]), parts);
}

function orAny(values: readonly string[]): readonly string[] {
  return values.length > 0 ? values : ['any'];
}

function actionOf(action: string | undefined): RuleAction {
  if (action === 'allow') return ALLOW;
  return action !== undefined && /^(?:deny|drop|reset-(?:client|server|both))$/.test(action) ? DENY : UNKNOWN_ACTION;
}

function placesOf(names: readonly string[]): PlaceSet | null {
  return names.length === 0 || names.includes('any') ? null : { names, negated: false };
}
