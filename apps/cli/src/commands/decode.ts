import { once } from 'node:events';
import { createFlowDecoder, type DecodedMessage, type DecodedRecord, type FlowSink } from '@scopemap/flow-codec';
import { type Command, choiceOption, fileArguments, integerOption, textOption } from '../command.ts';
import { formatStatistics } from '../decode-statistics.ts';
import { readElementsFile } from '../elements-file.ts';
import { readExportDatagramRuns } from '../export-datagrams.ts';
import { csvRow, LineWriter, openOutput } from '../output.ts';
import { ProblemLog } from '../problem-log.ts';
import { RECORD_COLUMNS, recordRow } from '../record-row.ts';

export const command: Command = {
  summary: 'capture of export packets -> normalised flow records',
  usage: `decode FILE... [--format ndjson|csv] [--stats] [--problems FILE] [--port N] [--elements FILE] [--no-codegen]

Prints the flow records of NetFlow v1, v5, v7, v9 and IPFIX packets in pcap or pcapng files, one a line.

  --format ndjson|csv  how to print them (default ndjson)
  --stats              print statistics per exporter and template instead of records
  --problems FILE      write everything that could not be decoded to FILE, one JSON object a line
  --port N             decode only datagrams sent to this UDP port (default: the usual export ports, and whatever
                       elsewhere can be nothing but export data)
  --elements FILE      add or rename information elements: a YAML or JSON list of {enterprise, id, name, type, role}
  --no-codegen         interpret templates instead of compiling them (same records, slower)`,
  options: {
    format: { type: 'string' },
    stats: { type: 'boolean' },
    problems: { type: 'string' },
    port: { type: 'string' },
    elements: { type: 'string' },
    'no-codegen': { type: 'boolean' },
  },

  async run(values, positionals) {
    const files = fileArguments(positionals);
    const format = choiceOption(values, 'format', ['ndjson', 'csv'], 'ndjson');
    const port = integerOption(values, 'port', 1, 65535);
    const problemsFile = textOption(values, 'problems');
    const problemsStream = problemsFile ? await openOutput(problemsFile) : undefined;
    const problemLines = problemsStream && new LineWriter(problemsStream);
    const out = new LineWriter(process.stdout);
    const quiet = values.stats === true;
    if (format === 'csv' && !quiet) await out.write(csvRow(RECORD_COLUMNS));
    const elementsFile = textOption(values, 'elements');
    const elements = elementsFile ? await readElementsFile(elementsFile) : [];
    let exitCode = 0;
    for (const file of files) {
      const problems = new ProblemLog(file, problemLines);
      const decoder = createFlowDecoder({ codegen: values['no-codegen'] !== true, elements });
      let datagrams = 0;
      let records = 0;
      const print = async (message: DecodedMessage) => {
        records += message.records.length;
        for (const decoded of message.records) await out.write(recordLine(decoded, format));
        return message;
      };
      const count: FlowSink = {
        flows: ({ rows }) => {
          records += rows;
        },
      };
      for await (const run of readExportDatagramRuns(file, port, (problem) => problems.add(problem))) {
        for (const datagram of run) {
          datagrams++;
          const exported = {
            exporter: datagram.source,
            port: datagram.sourcePort,
            receivedAt: datagram.time ?? 0,
            payload: datagram.payload,
            packet: datagram.packet,
          };
          // Statistics need no object per record.
          const message = quiet ? decoder.decodeColumns(exported, count) : await print(decoder.decode(exported));
          for (const problem of message.problems) problems.add({ packet: datagram.packet, ...problem });
          if (problemLines) await problems.write();
        }
      }
      await out.flush();
      await problems.write();
      if (quiet) for (const line of formatStatistics(file, datagrams, decoder.statistics())) await out.write(line);
      if (!reportFile(file, datagrams, records, problems)) exitCode = 1;
    }
    await out.flush();
    await problemLines?.flush();
    if (problemsStream) await once(problemsStream.end(), 'close');
    return exitCode;
  },
};

function recordLine(decoded: DecodedRecord, format: string): string {
  const row = recordRow(decoded);
  return format === 'csv'
    ? csvRow(RECORD_COLUMNS.map((column) => row[column] as string | number | null))
    : JSON.stringify(row);
}

// False when the file gave nothing at all: then there is no answer to trust.
function reportFile(file: string, datagrams: number, records: number, problems: ProblemLog): boolean {
  for (const line of problems.summary()) console.error(line);
  if (datagrams === 0) console.error(`scopemap: ${file} has no NetFlow or IPFIX packets`);
  return datagrams > 0 || records > 0;
}
