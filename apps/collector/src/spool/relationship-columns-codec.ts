import type { RelationshipColumns, RelationshipCursor } from '@scopemap/scope-model';
import type { ByteSink } from './byte-sink.ts';

/**
 * Writes relationships straight from columns, octet by octet what the list of the same relationships as objects would be: see
 * window-codec.ts, which reads it.
 */
export function writeRelationshipColumns(sink: ByteSink, columns: RelationshipColumns): void {
  sink.count(columns.length);
  const row = columns.cursor();
  while (row.next()) {
    sink.count(row.client === null ? 0 : 1);
    if (row.client !== null) sink.text(row.client);
    sink.count(row.server === null ? 0 : 1);
    if (row.server !== null) sink.text(row.server);
    if (row.isDecided) sink.count(0);
    else {
      sink.count(1);
      sink.text(row.firstAddress);
      sink.number(row.firstPort);
      sink.text(row.secondAddress);
      sink.number(row.secondPort);
    }
    sink.number(row.protocol);
    sink.number(row.port);
    sink.text(row.direction.method);
    sink.text(row.direction.confidence);
    sink.text(row.state);
    sink.number(row.flows);
    sink.number(row.packets);
    sink.number(row.octets);
    sink.number(row.first);
    sink.number(row.last);
    writeDays(sink, row);
    sink.number(row.clientPort);
    sink.count(row.scanner ? 1 : 0);
    sink.number(row.icmpType);
    sink.number(row.icmpCode);
    sink.number(row.conversations);
    sink.number(row.attempts);
    sink.number(row.folded);
  }
}

function writeDays(sink: ByteSink, row: RelationshipCursor): void {
  const { observers } = row;
  sink.count(observers.length);
  for (const observer of observers) sink.text(observer);
  sink.count(row.dayCount);
  for (let i = 0; i < row.dayCount; i++) {
    row.moveToDay(i);
    sink.text(row.day);
    sink.text(row.dayExporter);
    sink.number(row.dayFlows);
    sink.number(row.dayPackets);
    sink.number(row.dayOctets);
    sink.number(row.dayFirst);
    sink.number(row.dayLast);
  }
}
