import type { StoredFlow } from '@scopemap/database';
import type { FlowColumns } from '@scopemap/flow-codec';
import type { FlowIntake } from '@scopemap/scope-model';
import type { ColumnIntake } from './column-intake.ts';

const orNull = (value: number | undefined) => (value === undefined || Number.isNaN(value) ? null : value);
const integerOrNull = (value: number | undefined) => (value === undefined || value < 0 ? null : value);

/** The records of a batch that was just taken in, as the database keeps them: with the times that the exporter said. */
export function appendStoredFlows(
  flows: StoredFlow[],
  columns: FlowColumns,
  { source, target }: ColumnIntake,
  { addresses }: FlowIntake,
): void {
  const { column, domain, version, datagram } = columns;
  const { exporter, receivedAt } = datagram;
  const textOf = (id: number | undefined) => (id === undefined || id < 0 ? null : addresses.text(id));
  for (let row = 0; row < columns.rows; row++)
    flows.push({
      receivedAt,
      start: orNull(column.start[row]),
      end: orNull(column.end[row]),
      exporter,
      domain,
      version,
      srcAddr: textOf(source[row]),
      dstAddr: textOf(target[row]),
      srcPort: integerOrNull(column.srcPort[row]),
      dstPort: integerOrNull(column.dstPort[row]),
      protocol: integerOrNull(column.protocol[row]),
      tcpFlags: integerOrNull(column.tcpFlags[row]),
      packets: orNull(column.packets[row]),
      octets: orNull(column.octets[row]),
      inputIf: orNull(column.inputIf[row]),
      outputIf: orNull(column.outputIf[row]),
    });
}
