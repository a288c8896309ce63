import { createFlowDecoder } from '@scopemap/flow-codec';
import { createRelationshipBuilder, type ObservedRelationship } from '@scopemap/scope-model';
import { type Command, choiceOption, fileArguments, integerOption, textOption } from '../command.ts';
import { readElementsFile } from '../elements-file.ts';
import { readExportDatagrams } from '../export-datagrams.ts';
import { csvRow, LineWriter } from '../output.ts';

const COLUMNS = [
  'client',
  'server',
  'endpointA',
  'portA',
  'endpointB',
  'portB',
  'protocol',
  'port',
  'method',
  'confidence',
  'state',
  'flows',
  'packets',
  'octets',
  'first',
  'last',
  'observers',
];

export const command: Command = {
  summary: 'capture of export packets -> relationships, without a database',
  usage: `relationships FILE... [--format ndjson|csv] [--port N] [--elements FILE] [--no-learning]

Decodes the export packets of all files as one window and prints who talks to whom: client, server, protocol, server port,
how the direction was decided, counts and observers. Where the direction is not known, client and server are null and
"endpoints" holds the two sides.

  --format ndjson|csv  how to print them (default ndjson)
  --port N             decode only datagrams sent to this UDP port
  --elements FILE      add or rename information elements, as for "decode"
  --no-learning        do not learn service endpoints from the traffic itself`,
  options: {
    format: { type: 'string' },
    port: { type: 'string' },
    elements: { type: 'string' },
    'no-learning': { type: 'boolean' },
  },

  async run(values, positionals) {
    const files = fileArguments(positionals);
    const format = choiceOption(values, 'format', ['ndjson', 'csv'], 'ndjson');
    const port = integerOption(values, 'port', 1, 65535);
    const elementsFile = textOption(values, 'elements');
    const decoder = createFlowDecoder({ elements: elementsFile ? await readElementsFile(elementsFile) : [] });
    const builder = createRelationshipBuilder({ learn: values['no-learning'] !== true });
    let undecodable = 0;
    let datagrams = 0;
    for (const file of files) {
      const onProblem = (problem: { code: string; detail: string }) =>
        console.error(`scopemap: ${file}: ${problem.code}: ${problem.detail}`);
      for await (const { source, sourcePort, time, payload } of readExportDatagrams(file, port, onProblem)) {
        datagrams++;
        const message = decoder.decode({ exporter: source, port: sourcePort, receivedAt: time ?? 0, payload });
        for (const { flow, receivedAt } of message.records) builder.add(flow, receivedAt);
        undecodable += message.problems.filter((problem) => problem.set !== null).length;
      }
    }
    if (datagrams === 0) throw new Error(`${files.join(', ')}: no NetFlow or IPFIX packets`);
    if (undecodable > 0)
      console.error(`scopemap: ${undecodable} sets with problems; "scopemap decode --problems FILE" lists them`);
    const out = new LineWriter(process.stdout);
    if (format === 'csv') await out.write(csvRow(COLUMNS));
    for (const relationship of builder.finish().relationships)
      await out.write(format === 'csv' ? relationshipCsv(relationship) : JSON.stringify(publicForm(relationship)));
    await out.flush();
    return 0;
  },
};

function publicForm(relationship: ObservedRelationship) {
  const {
    client,
    server,
    endpoints,
    protocol,
    port,
    direction,
    state,
    scanner,
    icmpType,
    icmpCode,
    attempts,
    folded,
    flows,
    packets,
    octets,
    first,
    last,
    observers,
  } = relationship;
  return {
    client,
    server,
    ...(endpoints ? { endpoints } : {}),
    protocol,
    port,
    direction,
    state,
    ...(scanner ? { scanner } : {}),
    ...(icmpType === null ? {} : { icmpType }),
    ...(icmpCode === null ? {} : { icmpCode }),
    ...(attempts > 0 ? { attempts } : {}),
    ...(folded > 0 ? { folded } : {}),
    flows,
    packets,
    octets,
    first,
    last,
    observers,
  };
}

function relationshipCsv(relationship: ObservedRelationship): string {
  const [a, b] = relationship.endpoints ?? [];
  const { client, server, protocol, port, direction, state, flows, packets, octets, first, last, observers } =
    relationship;
  return csvRow([
    client,
    server,
    a?.address,
    a?.port,
    b?.address,
    b?.port,
    protocol,
    port,
    direction.method,
    direction.confidence,
    state,
    flows,
    packets,
    octets,
    first,
    last,
    observers.join(' '),
  ]);
}
