import { DRAFT_FORMATS } from '@scopemap/acl-formats';
import { planReduction } from '@scopemap/scope-model';
import { type Command, choiceOption, integerOption, textOption, UsageError } from '../command.ts';
import { LineWriter } from '../output.ts';
import { assetNames } from '../scope/asset-names.ts';
import { describePlan } from '../scope/describe-plan.ts';
import { draftAllowList } from '../scope/draft-allow-list.ts';
import { readFacts } from '../scope/read-facts.ts';

export const command: Command = {
  summary: 'facts file -> which rules and relationships to end for less scope, and the allow-list that keeps the rest',
  usage: `plan reduce FACTS.json [--steps N] [--tries N] [--json]
       scopemap plan allow FACTS.json --from PLACE --to PLACE --format ${DRAFT_FORMATS.join('|')} [--name NAME]

"reduce" ranks what might be ended so that most systems leave the connected-to set for the fewest decisions, each with when it was
last used. Every number is that of a classification of the changed facts. "allow" drafts the allow-list that keeps the observed and
approved traffic from one zone or segment to another; what it leaves out is named on stderr.

  --steps N          most steps (default 10)
  --tries N          sets that are tried out for each step (default 12); more find better ones and take longer
  --json             the plan as JSON
  --from, --to       zone or segment, by id or name
  --format F         format of the draft
  --name NAME        name of the list (default allow-list)`,
  options: {
    steps: { type: 'string' },
    tries: { type: 'string' },
    json: { type: 'boolean' },
    from: { type: 'string' },
    to: { type: 'string' },
    format: { type: 'string' },
    name: { type: 'string' },
  },

  async run(values, positionals) {
    const [verb, file, ...more] = positionals;
    if (verb !== 'reduce' && verb !== 'allow') throw new UsageError('say "plan reduce" or "plan allow"');
    if (file === undefined || more.length > 0) throw new UsageError('name one facts file');
    const out = new LineWriter(process.stdout);
    if (verb === 'allow') {
      const [from, to] = [textOption(values, 'from'), textOption(values, 'to')];
      if (from === undefined || to === undefined) throw new UsageError('--from and --to name two zones or segments');
      const format = choiceOption(values, 'format', DRAFT_FORMATS, 'csv');
      const draft = draftAllowList(await readFacts(file), { from, to, format, name: textOption(values, 'name') });
      for (const line of draft.leftOut) console.error(`scopemap: not in the list: ${line}`);
      for (const { name, text } of draft.files) {
        if (draft.files.length > 1) await out.write(`# ${name}`);
        await out.write(text.trimEnd());
      }
    } else {
      const steps = integerOption(values, 'steps', 1, 1000) ?? 10;
      const tries = integerOption(values, 'tries', 1, 1000) ?? 12;
      const facts = await readFacts(file);
      const plan = planReduction(facts, { steps, tries });
      if (values.json === true) await out.write(JSON.stringify(plan));
      else for (const line of describePlan(plan, assetNames(facts))) await out.write(line);
    }
    await out.flush();
    return 0;
  },
};
