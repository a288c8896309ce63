// Writes docs/errors.md from the closed lists of problem codes: `node tools/generate-docs.ts`.
import { writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { PROBLEM_CODES } from '../packages/contract/src/problem.ts';
import { CAPTURE_PROBLEMS } from '../packages/flow-codec/src/capture/capture-problem.ts';
import { DECODE_PROBLEMS } from '../packages/flow-codec/src/decode-problem.ts';

export const ERRORS_DOCUMENT = new URL('../docs/errors.md', import.meta.url);

/** The API's codes: HTTP status, and what whoever called it can do. */
const API_PROBLEMS: Readonly<Record<(typeof PROBLEM_CODES)[number], readonly [status: number, meaning: string]>> = {
  'invalid-request': [400, 'A value of the request is missing or not valid; `fields` names each with what is wrong.'],
  unauthenticated: [401, 'Nobody is signed in, the sign-in is not complete, or it has ended.'],
  forbidden: [403, 'The request comes from another site, or the one who asks may not do this.'],
  'too-many-requests': [429, 'The address asks too often; wait a minute.'],
  'not-found': [404, 'There is nothing of that id or address.'],
  conflict: [409, 'The request contradicts what is stored, for example a prefix that another zone has.'],
  'unsupported-file': [415, 'The file is none that can be imported; nothing of it was stored.'],
  'too-large': [413, 'The body or the upload is larger than allowed; import large files with the command line.'],
  unavailable: [
    503,
    'The database cannot be reached, or another limit is reached; the same request can succeed later.',
  ],
  internal: [500, 'A fault of the server; its log has the details under the `requestId`.'],
};

function table(head: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  return [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');
}

/** The text of docs/errors.md. */
export function errorsDocument(): string {
  const decode = Object.entries(DECODE_PROBLEMS).map(([code, { loses, meaning }]) => [
    `\`${code}\``,
    loses ? 'yes' : 'no',
    meaning,
  ]);
  const capture = Object.entries(CAPTURE_PROBLEMS).map(([code, meaning]) => [`\`${code}\``, meaning]);
  const api = PROBLEM_CODES.map((code) => [`\`${code}\``, ...API_PROBLEMS[code]]);
  return `# Errors and problems

Every code that Scopemap can name. The lists are closed: a code that is not here is a bug. This page is made from the
source by \`node tools/generate-docs.ts\`, and a test holds it equal.

## Export data

Named by the decoder for each datagram, with the offset in the datagram, the set, the template and the element where
they apply: in \`scopemap decode --problems FILE\`, \`scopemap decode --stats\`, the report of an import and the health of
an exporter. *Loses data* says whether something of the datagram could not be decoded; the others are remarks.

${table(['code', 'loses data', 'meaning'], decode)}

## Capture files

Named while a pcap or pcapng file is read, with the offset in the file and the number of the packet.

${table(['code', 'meaning'], capture)}

## API

Every failed request is answered with \`application/problem+json\` (RFC 9457): \`type\` is \`urn:scopemap:problem:\` and the
code, \`detail\` says what is special about the case, \`requestId\` is the one in the server's log.

${table(['code', 'status', 'meaning'], api)}
`;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) writeFileSync(ERRORS_DOCUMENT, errorsDocument());
