import type { AllowEntry, DraftFile, DraftFormat } from './allow-entry.ts';
import { writeAwsDraft } from './write-aws-draft.ts';
import { writeCsvDraft } from './write-csv-draft.ts';
import { writeIosDraft } from './write-ios-draft.ts';
import { writeIptablesDraft } from './write-iptables-draft.ts';

/**
 * The allow-list that keeps exactly `entries`, in the format of a control. Read back by {@link parseRules} it allows these and
 * nothing else. `name` (letters, digits, `-`) names lists and files; RangeError for another one.
 */
export function writeDraft(format: DraftFormat, entries: readonly AllowEntry[], name: string): DraftFile[] {
  if (!/^[A-Za-z][A-Za-z0-9-]{0,50}$/.test(name)) throw new RangeError(`"${name}" is no name for a list`);
  switch (format) {
    case 'csv':
      return [{ format, name: `${name}.csv`, text: writeCsvDraft(entries) }];
    case 'ios':
      return [{ format, name: `${name}.ios.txt`, text: writeIosDraft(entries, name) }];
    case 'aws-sg':
      return [{ format, name: `${name}.security-groups.json`, text: writeAwsDraft(entries) }];
    case 'iptables': {
      const six = entries.filter(({ client }) => client.includes(':'));
      const four = entries.filter(({ client }) => !client.includes(':'));
      return [
        { format, name: `${name}.rules.v4`, text: writeIptablesDraft(four, 4) },
        ...(six.length > 0 ? [{ format, name: `${name}.rules.v6`, text: writeIptablesDraft(six, 6) }] : []),
      ];
    }
  }
}
