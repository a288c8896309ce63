import { byText } from '@scopemap/scope-model';
import type { EvidenceView } from '../evidence-view.ts';
import { defineTable, list, text } from './evidence-table.ts';

const DAY_MS = 86_400_000;
/** Roles of systems behind which others cannot be told apart, or whose traffic hides other traffic. */
const HIDING = new Set(['nat', 'load-balancer', 'proxy', 'vpn']);

/** What must stand beside every negative or complete statement, word for word. */
export const LIMITS: readonly string[] = [
  'Absence of an observed flow is not evidence that no connectivity exists.',
  'Flow records contain no payload; this pack does not establish where account data is or is not.',
  'This pack supports the entity’s own scope confirmation (12.5.2); it does not replace the assessor’s validation or segmentation testing (11.4.5, 11.4.6).',
];

/** What a pack says of itself when it gives no names away (1.4.5). */
export const REDACTED =
  'Redacted: addresses, names and free text are pseudonyms; the same pseudonym stands for the same thing. What people wrote about the snapshot is left out. Numbers, instants, services, categories and what is inside which network are as they were.';

/** T13: on what the other tables rest, and what they cannot say (DOMAIN 3.3, in its order). */
export const dataQuality = defineTable({
  id: 'T13',
  name: 't13-data-quality',
  title: 'Data quality: on what the evidence rests and what it cannot say',
  requirements: ['12.5.2', '11.5.1'],
  columns: {
    number: text('No.'),
    subject: text('Subject'),
    statement: text('Statement'),
    details: list('Details'),
  },
  *rows(view) {
    let number = 0;
    for (const { subject, statement, details } of statements(view)) {
      number++;
      yield { number: String(number), subject, statement, details };
    }
  },
});

interface Statement {
  readonly subject: string;
  readonly statement: string;
  readonly details: readonly string[];
}

const day = (time: number) => new Date(time).toISOString().slice(0, 10);
const instantText = (time: number) => new Date(time).toISOString();
const share = (part: number, whole: number) => (whole === 0 ? 'none' : `${((100 * part) / whole).toFixed(1)} %`);

function counted<Item>(items: readonly Item[], name: (item: Item) => string): string[] {
  return [...Map.groupBy(items, name)].sort(([a], [b]) => byText(a, b)).map(([key, all]) => `${key}: ${all.length}`);
}

function* statements(view: EvidenceView): Generator<Statement> {
  const { about, facts, classification, contacts } = view;
  const { start, end } = facts.period;
  const days = Math.round((end - start) / DAY_MS);
  yield {
    subject: 'Origin',
    statement: `Scopemap ${about.productVersion}, model ${facts.version}, snapshot ${about.snapshotId}, taken ${instantText(about.takenAt)} by ${about.takenBy}.`,
    details: ['The hashes of inputs and outputs stand in manifest.json.', ...(about.redacted ? [REDACTED] : [])],
  };
  yield {
    subject: 'Window',
    statement: `${instantText(start)} to ${instantText(end)} (UTC), ${days} days.`,
    details: [`Least length for full coverage: ${facts.settings.coverage.leastDays} days.`],
  };
  const known = (value: number | null, unit: (value: number) => string) =>
    value === null ? 'not measured' : unit(value);
  const percent = (value: number) => `${(100 * value).toFixed(2)} %`;
  yield {
    subject: 'Exporters',
    statement: `${facts.exporters.length} exporters.`,
    details: facts.exporters.map(
      (exporter) =>
        `${exporter.name} (${exporter.address}): sampling ${exporter.sampling}${exporter.samplingInterval === null ? '' : ` 1 in ${exporter.samplingInterval}`}, up ${known(exporter.uptime, percent)}, sequence loss ${known(exporter.sequenceLoss, percent)}, undecodable ${known(exporter.undecodable, percent)}, clock off by ${known(exporter.skewSeconds, (seconds) => `${seconds} s`)}`,
    ),
  };
  const poor = classification.coverage.filter(({ grade }) => grade !== 'full');
  yield {
    subject: 'Boundaries not fully covered',
    statement: `${poor.length} of ${classification.coverage.length} boundaries with the CDE are not fully covered. Nothing is said about contact across them that was not seen.`,
    details: poor.map(
      ({ between: [a, b], grade, shortfalls }) =>
        `${view.placeLabel(a)} and ${view.placeLabel(b)}: ${grade} (${shortfalls.map((shortfall) => shortfall.text).join('; ')})`,
    ),
  };
  const events = facts.calendar.flatMap((event) => event.occurrences.map((at) => ({ name: event.name, at })));
  const inside = events.filter(({ at }) => at >= start && at < end);
  yield {
    subject: 'Calendar',
    statement: `${inside.length} of ${events.length} declared events lie inside the window.`,
    details: events.map(
      (event) => `${event.name} on ${day(event.at)}: ${inside.includes(event) ? 'inside' : 'outside'}`,
    ),
  };
  const late = contacts.filter(({ first }) => first >= end - 7 * DAY_MS && first < end);
  yield {
    subject: 'New contacts at the end',
    statement: `${late.length} of ${contacts.length} contacts were first seen in the last 7 days of the window.`,
    details: ['Many of them mean that a longer window would have shown more.'],
  };
  const undirected = contacts.filter(({ directed }) => !directed).length;
  yield {
    subject: 'Direction',
    statement: `Who began is not known of ${undirected} of ${contacts.length} contacts (${share(undirected, contacts.length)}).`,
    details: counted(contacts, ({ method, confidence }) => `${method}, ${confidence}`),
  };
  const unbound = view.assets.filter(({ bindings }) => bindings.length === 0).length;
  yield {
    subject: 'Identity',
    statement: `${unbound} of ${view.assets.length} systems are addresses that nobody has bound to an asset (${share(unbound, view.assets.length)}).`,
    details: counted(facts.bindings, ({ basis }) => `bound by ${basis}`),
  };
  const hiding = facts.tags.flatMap(({ subject, statement }) =>
    statement.kind === 'hides' || (statement.kind === 'role' && HIDING.has(statement.role))
      ? [
          `${view.assetLabel(subject.id)}: ${statement.kind === 'hides' ? `hides ${statement.prefixes.join(', ')}` : statement.role}`,
        ]
      : [],
  );
  yield {
    subject: 'Devices that hide others',
    statement: `${hiding.length} statements name devices behind which systems cannot be told apart.`,
    details: [...hiding].sort(),
  };
  yield {
    subject: 'Duplicates',
    statement:
      'A contact that several exporters saw is one contact; per conversation the largest observer counts. Counts are flow records, not sessions.',
    details: counted(contacts, ({ observers }) => `seen by ${observers.length} exporters`),
  };
  yield {
    subject: 'Protocols',
    statement: 'IPv4 and IPv6. Group and broadcast addresses are no systems; they show in which segment the sender is.',
    details: counted(contacts, ({ protocol }) => `protocol ${protocol}`),
  };
  const scans = contacts.filter(({ scanner }) => scanner);
  yield {
    subject: 'Scanners',
    statement: `${scans.length} contacts were begun by systems that behaved like scanners. They connect the scanner, not what it touched.`,
    details: [...new Set(scans.map(({ from }) => view.assetLabel(from)))].sort(),
  };
  yield {
    subject: 'Rules',
    statement: `Rules of ${view.controls.filter(({ ruleSet }) => ruleSet).length} of ${view.controls.length} controls are imported. Address translation by controls is not modelled.`,
    details: view.controls.map(({ name, ruleSet }) =>
      ruleSet
        ? `${name}: ${ruleSet.id} version ${ruleSet.version}, pulled ${day(ruleSet.pulledAt)}, ${ruleSet.rules.length} lines, ${ruleSet.linesNotUnderstood.length + ruleSet.rules.filter(({ uncertain }) => uncertain).length} not understood in full`
        : `${name}: not imported`,
    ),
  };
  yield {
    subject: 'Segmentation tests',
    statement: `${facts.segmentationTests.length} test results, good for ${facts.settings.testValidityDays} days each. Boundaries never tested stand in the test plan (T15).`,
    details: facts.segmentationTests.map(
      (test) =>
        `${view.placeLabel(test.from)} to ${view.placeLabel(test.to)}: ${test.result} on ${day(test.at)} by ${test.tester}${test.independent ? ', independent' : ''}`,
    ),
  };
  yield {
    subject: 'Kinds of statement',
    statement:
      'Observed: contacts. Permitted by rule: lines of controls. Tested: segmentation tests. Asserted by a person: tags, approvals, third parties.',
    details: [
      `observed: ${contacts.length}`,
      `permitted by rule: ${view.controls.reduce((sum, { ruleSet }) => sum + (ruleSet?.rules.length ?? 0), 0)}`,
      `tested: ${facts.segmentationTests.length}`,
      `asserted: ${facts.tags.length + facts.approvals.length + facts.thirdParties.length}`,
    ],
  };
  const expired = facts.tags.filter(({ until }) => until !== null && until <= facts.now);
  const disputed = view.assets.filter(({ conflict }) => conflict);
  yield {
    subject: 'Statements of people',
    statement: `${facts.tags.length} statements; ${expired.length} have run out; ${disputed.length} systems stand in contradiction to one.`,
    details: [
      ...expired.map(({ id, author, reason }) => `run out: ${id} by ${author}: ${reason}`),
      ...disputed.map(({ label }) => `disputed: ${label}`),
    ],
  };
  const undetermined = view.assets.filter(({ category }) => category === 'UNDETERMINED');
  yield {
    subject: 'Undetermined systems',
    statement: `${undetermined.length} systems are not shown to be in or out of scope and count as in scope.`,
    details: undetermined.map(({ label }) => label),
  };
  yield { subject: 'Limits', statement: LIMITS.join(' '), details: [] };
  yield changesStatement(view);
  yield signatures(view);
}

const LEFT_OUT = 'Left out of a redacted pack, whether or not there is any.';

function changesStatement({ about, records: { changes } }: EvidenceView): Statement {
  if (about.redacted) return { subject: 'Changes since the previous confirmation', statement: LEFT_OUT, details: [] };
  if (changes === null)
    return {
      subject: 'Changes since the previous confirmation',
      statement: 'No confirmation was approved before this snapshot, so there is nothing to compare with.',
      details: [],
    };
  const { since, rows } = changes;
  return {
    subject: 'Changes since the previous confirmation',
    statement: `${rows.length} changes since snapshot ${since.snapshotId} of ${day(Date.parse(since.takenAt))} (T14).`,
    details: counted(rows, ({ kind, change }) => `${kind} ${change}`),
  };
}

function signatures({ about, records: { confirmation } }: EvidenceView): Statement {
  const subject = 'Prepared, reviewed, approved';
  if (about.redacted) return { subject, statement: LEFT_OUT, details: [] };
  if (confirmation === null)
    return { subject, statement: 'Nobody has confirmed the scope on this snapshot yet.', details: [] };
  const { id, version, state, signatures: all } = confirmation;
  const signed = all.filter((one) => one.version === version);
  return {
    subject,
    statement: `Confirmation ${id}, version ${version}: ${state}, with ${signed.length} of 3 signatures (T1).`,
    details: signed.map(({ step, author, title, at }) => `${step}: ${author}, ${title}, ${at}`),
  };
}
