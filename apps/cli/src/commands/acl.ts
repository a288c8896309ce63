import { RULE_FORMATS, type RuleFormat } from '@scopemap/acl-formats';
import { matchAcl } from '../acl/match-acl.ts';
import { printRuleFile } from '../acl/parse-acl.ts';
import { readRuleFile, reportUnread } from '../acl/read-rule-file.ts';
import { type Command, type OptionValues, textOption, UsageError } from '../command.ts';

export const command: Command = {
  summary: 'rule files of firewalls and routers: what they say, and what they say of observed traffic',
  usage: `acl parse FILE --format F [--json]
       scopemap acl match FILE --format F --flows FILE [--list NAME] [--reply-list NAME] [--from ZONE] [--to ZONE]
                          [--review] [--json]

"parse" prints the rules of a file in one model. "match" prints what a list of the file says of each relationship and by which
line: allowed, denied, no-match (lists that only name traffic), undetermined (with the lines it depends on) or no-list.
Lines that were not understood go to stderr with their numbers; verdicts that depend on them are undetermined.

  --format F         ${RULE_FORMATS.slice(0, 7).join(', ')},
                     ${RULE_FORMATS.slice(7).join(', ')}
  --flows FILE       output of "scopemap relationships" (NDJSON or CSV), or a CSV with the columns client,server,protocol,port
                     and perhaps client_port,icmp_type,last
  --list NAME        the list to ask, when the file has several
  --reply-list NAME  the list that replies pass, for lists without state
  --from, --to ZONE  interface or zone of client and server, as the rules name them
  --review           print per rule how often and when it last matched, what shadows it and whether it is too broad
  --json             JSON on stdout: one object for "parse", one a line for "match"`,
  options: {
    format: { type: 'string' },
    flows: { type: 'string' },
    list: { type: 'string' },
    'reply-list': { type: 'string' },
    from: { type: 'string' },
    to: { type: 'string' },
    review: { type: 'boolean' },
    json: { type: 'boolean' },
  },

  async run(values, positionals) {
    const [verb, file, ...more] = positionals;
    if (verb !== 'parse' && verb !== 'match') throw new UsageError('say "acl parse" or "acl match"');
    if (file === undefined || more.length > 0) throw new UsageError('name one rule file');
    const format = formatOption(values);
    const flows = textOption(values, 'flows');
    if (verb === 'match' && flows === undefined) throw new UsageError('--flows names the file of relationships');
    const rules = await readRuleFile(file, format);
    reportUnread(file, rules.unread);
    const json = values.json === true;
    if (flows === undefined || verb === 'parse') {
      await printRuleFile(rules, json);
      return 0;
    }
    const complete = await matchAcl(rules, {
      flows,
      list: textOption(values, 'list'),
      replyList: textOption(values, 'reply-list'),
      from: textOption(values, 'from'),
      to: textOption(values, 'to'),
      review: values.review === true,
      json,
    });
    return complete ? 0 : 1;
  },
};

function formatOption(values: OptionValues): RuleFormat {
  const text = textOption(values, 'format');
  const format = RULE_FORMATS.find((each) => each === text);
  if (!format)
    throw new UsageError(
      `--format takes one of ${RULE_FORMATS.join(', ')}${text === undefined ? '' : `, not "${text}"`}`,
    );
  return format;
}
