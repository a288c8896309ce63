import { protocolName } from '@scopemap/net';
import { CSV_COLUMNS } from '../formats/csv/parse-generic-csv.ts';
import { type AllowEntry, oneLine } from './allow-entry.ts';

/** The ordered CSV: one allowing row per entry, everything else denied. */
export function writeCsvDraft(entries: readonly AllowEntry[]): string {
  const rows = entries.map((entry, index) => {
    const protocol = entry.icmpType === null ? protocolText(entry.protocol) : `${entry.protocol}/${entry.icmpType}`;
    const cells = [
      (index + 1) * 10,
      'allow',
      entry.client,
      entry.server,
      protocol,
      '',
      entry.port ?? '',
      '',
      '',
      '',
      entry.comment,
    ];
    return [...cells.map((cell) => csvCell(String(cell ?? ''))), '', '', ''].join(',');
  });
  return `${['# default: deny', CSV_COLUMNS.join(','), ...rows].join('\n')}\n`;
}

function protocolText(protocol: number): string {
  const name = protocolName(protocol);
  return name.startsWith('proto-') ? String(protocol) : name;
}

/** Quoted where needed; a text that a spreadsheet would run as a formula gets an apostrophe in front. */
function csvCell(text: string): string {
  const line = oneLine(text);
  const safe = /^[=+\-@]/.test(line) ? `'${line}` : line;
  return safe.includes(',') ? `"${safe}"` : safe;
}
