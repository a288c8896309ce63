import { Address, TagDraft } from '@scopemap/contract';
import { tagListKey, tagStatementCells } from '@scopemap/database';
import { formatPrefix, parsePrefix } from '@scopemap/net';
import type { PlaceRef, TagStatement, TagSubject } from '@scopemap/scope-model';
import { instantCell } from './instant-cell.ts';
import { type Complain, type LineReader, readCell, textCells } from './list-lines.ts';

/** What tags may speak of, by names in lower case. */
export interface TagPlaces {
  /** `zone card vault` and `segment card vault`. */
  readonly places: ReadonlyMap<string, PlaceRef & { readonly name: string }>;
  /** `id` is that of the facts, e.g. `party-3`. */
  readonly parties: ReadonlyMap<string, { readonly id: string; readonly name: string }>;
  /** Whether there is a contact of this id, e.g. `contact-12`. */
  readonly hasContact: (id: string) => boolean;
}

type Cells = Readonly<Record<string, string>>;
interface Named {
  readonly subject: TagSubject;
  readonly name: string;
}

const KINDS: readonly TagSubject['kind'][] = ['asset', 'segment', 'zone', 'contact'];
const HANDLES = ['stores', 'processes', 'transmits'] as const;

function subjectOf(cells: Cells, { places, hasContact }: TagPlaces, complain: Complain): Named | null {
  const kind = KINDS.find((each) => each === (cells.subject_kind || 'asset'));
  if (!kind) {
    complain('subject_kind', `"${cells.subject_kind}" is none of ${KINDS.join(', ')}`);
    return null;
  }
  const text = cells.subject ?? '';
  if (text === '') {
    complain('subject', 'a tag needs a subject');
    return null;
  }
  if (kind === 'asset') {
    const id = readCell(cells, 'subject', Address, complain);
    return id === undefined ? null : { subject: { kind, id }, name: id };
  }
  if (kind === 'contact') {
    if (/^contact-[1-9][0-9]{0,17}$/.test(text) && hasContact(text)) return { subject: { kind, id: text }, name: text };
    complain('subject', `there is no contact "${text}"; one is written contact-12`);
    return null;
  }
  const place = places.get(`${kind} ${text.toLowerCase()}`);
  if (place) return { subject: { kind, id: place.id }, name: place.name };
  complain('subject', `there is no ${kind} "${text}"`);
  return null;
}

/** The words of `value`, each of which must be one of `known`. */
function wordsOf(value: string, known: readonly string[], complain: Complain): ReadonlySet<string> {
  const words = value.split(/[\s,;|]+/).filter((word) => word !== '');
  const strange = words.find((word) => !known.includes(word));
  if (strange !== undefined) complain('value', `"${strange}" is none of ${known.join(', ')}`);
  return new Set(words);
}

function place(value: string, { places }: TagPlaces, complain: Complain): PlaceRef {
  const found = places.get(value.toLowerCase());
  if (!found) complain('value', `"${value}" is no place; write "zone NAME" or "segment NAME"`);
  return { kind: found?.kind ?? 'zone', id: found?.id ?? '' };
}

function party(value: string, { parties }: TagPlaces, complain: Complain): string | null {
  if (value === '') return null;
  const found = parties.get(value.toLowerCase());
  if (!found) complain('value', `there is no third party "${value}"`);
  return found?.id ?? null;
}

/** What the line says, as far as its words go; the contract checks the rest. */
function statementOf(cells: Cells, known: TagPlaces, complain: Complain): unknown {
  const [kind, value, approvedBy] = [cells.statement ?? '', cells.value ?? '', cells.approved_by ?? ''];
  switch (kind) {
    case 'account-data': {
      const words = wordsOf(value, HANDLES, complain);
      if (words.size === 0) complain('value', `says nothing; write one or more of ${HANDLES.join(', ')}`);
      return { kind, ...Object.fromEntries(HANDLES.map((word) => [word, words.has(word)])) };
    }
    case 'role':
      return { kind, role: value };
    case 'manages':
    case 'no-influence':
      return { kind, target: readCell(cells, 'value', Address, complain) ?? '' };
    case 'hosts':
      return { kind, guest: readCell(cells, 'value', Address, complain) ?? '' };
    case 'third-party':
      return { kind, party: party(value, known, complain) };
    case 'no-risk':
      return { kind, analysis: value, approvedBy };
    case 'out-of-scope-justified':
      return { kind, approvedBy };
    case 'unsegmented':
      return { kind, other: place(value, known, complain) };
    case 'hides':
      return { kind, prefixes: value.split(/[\s,;|]+/).map((word) => canonicalPrefix(word, complain)) };
    default:
      return { kind };
  }
}

function canonicalPrefix(word: string, complain: Complain): string {
  const prefix = parsePrefix(word);
  if (!prefix) complain('value', `"${word}" is not a CIDR prefix such as 10.10.1.0/26`);
  return prefix ? formatPrefix(prefix) : word;
}

const NEEDS_VALUE: ReadonlySet<string> = new Set([
  'role',
  'manages',
  'no-influence',
  'hosts',
  'no-risk',
  'unsegmented',
  'hides',
]);
const NEEDS_APPROVER: ReadonlySet<string> = new Set(['no-risk', 'out-of-scope-justified']);

function checkWords({ statement = '', value, approved_by: approver }: Cells, complain: Complain): void {
  if (statement === '') complain('statement', 'a tag needs a statement');
  if (statement === 'claim') complain('statement', 'a claim stands in the list of hosts or of zones, not among tags');
  if (NEEDS_VALUE.has(statement) && !value) complain('value', `"${statement}" needs a value`);
  if (NEEDS_APPROVER.has(statement) && !approver) complain('approved_by', `"${statement}" needs who approved it`);
}

/** What the place and the party of a statement are called. */
function namesOf(statement: TagStatement, { places, parties }: TagPlaces) {
  const other = statement.kind === 'unsegmented' ? statement.other.id : null;
  const party = statement.kind === 'third-party' ? statement.party : null;
  return {
    other: [...places.values()].find(({ id }) => id === other)?.name ?? null,
    party: [...parties.values()].find(({ id }) => id === party)?.name ?? null,
  };
}

/** Where in a draft a fault is, as a column. */
function columnOf([first, second]: readonly PropertyKey[]): string | null {
  if (first === 'subject') return 'subject_kind';
  return first === 'statement' ? (second === 'kind' ? 'statement' : 'value') : null;
}

/** `subject_kind, subject, statement, value, approved_by, reason, evidence, until`; zones, segments and third parties by name. */
export function tagLines(known: TagPlaces): LineReader {
  return {
    columns: ['subject_kind', 'subject', 'statement', 'value', 'approved_by', 'reason', 'evidence', 'until'],
    defaults: { value: '', approved_by: '', reason: '', evidence: '', until: '' },
    read(cells, complain) {
      let complaints = 0;
      const note: Complain = (column, message) => {
        complaints += 1;
        complain(column, message);
      };
      checkWords(cells, note);
      const named = subjectOf(cells, known, note);
      const said = statementOf(cells, known, note);
      const texts = textCells(cells, { reason: 2000, evidence: 2000 }, note);
      if (texts.reason !== undefined && texts.reason.length < 3) {
        note('reason', 'say why, so that an assessor can follow it');
      }
      const until = instantCell(cells, 'until', note);
      if (!named || complaints > 0) return null;
      const draft = { subject: named.subject, statement: said, reason: 'as the list says' };
      const parsed = TagDraft.safeParse(draft);
      if (!parsed.success) {
        for (const { path, message } of parsed.error.issues) complain(columnOf(path), message);
        return null;
      }
      const statement: TagStatement = parsed.data.statement;
      return {
        key: tagListKey(named.subject, statement),
        subject: `${named.name}: ${statement.kind}`,
        given: {
          ...texts,
          subject_kind: named.subject.kind,
          subject: named.name,
          statement: statement.kind,
          ...tagStatementCells(statement, namesOf(statement, known)),
          ...(until && { until }),
        },
      };
    },
  };
}
