import { approvalListKey } from '@scopemap/database';
import { hasPorts, protocolName, protocolNumber } from '@scopemap/net';
import { z } from 'zod';
import { instantCell } from './instant-cell.ts';
import { type Complain, type LineReader, readCell, textCells } from './list-lines.ts';

const Port = z.coerce
  .number('is no port number')
  .int('is no port number')
  .min(0, 'is no port number')
  .max(65_535, 'is no port number');

/** Zones by their names in lower case. */
export type ZoneIds = ReadonlyMap<string, { readonly id: number; readonly name: string }>;

function service(cells: Readonly<Record<string, string>>, complain: Complain) {
  const protocol = cells.protocol ? protocolNumber(cells.protocol) : null;
  if (!cells.protocol) complain('protocol', 'an approval needs a protocol such as tcp');
  else if (protocol === null) complain('protocol', `"${cells.protocol}" is no protocol name or number`);
  const port = readCell(cells, 'port', Port, complain) ?? 0;
  if (protocol === null) return null;
  if (!hasPorts(protocol) && port !== 0) complain('port', `${cells.protocol} has no ports; leave it empty or write 0`);
  if (hasPorts(protocol) && !cells.port) complain('port', `an approval of ${cells.protocol} needs a port`);
  return { protocol, port };
}

/** `source_zone, target_zone, protocol, port, business_need, owner, expires`; zones by name. */
export function approvalLines(zones: ZoneIds): LineReader {
  const zone = (cells: Readonly<Record<string, string>>, column: string, complain: Complain) => {
    const name = cells[column] ?? '';
    const found = zones.get(name.toLowerCase());
    if (!found) complain(column, name === '' ? 'an approval needs both zones' : `there is no zone "${name}"`);
    return found;
  };
  return {
    columns: ['source_zone', 'target_zone', 'protocol', 'port', 'business_need', 'owner', 'expires'],
    defaults: { owner: '', expires: '' },
    read(cells, complain) {
      const source = zone(cells, 'source_zone', complain);
      const target = zone(cells, 'target_zone', complain);
      const offered = service(cells, complain);
      const texts = textCells(cells, { business_need: 2000, owner: 200 }, complain);
      if (texts.business_need !== undefined && texts.business_need.length < 3) {
        complain('business_need', 'name the business need');
      }
      const expires = instantCell(cells, 'expires', complain);
      if (!source || !target || !offered) return null;
      const key = approvalListKey({ sourceZoneId: source.id, targetZoneId: target.id, ...offered });
      const protocol = protocolName(offered.protocol);
      return {
        key,
        subject: `${source.name} to ${target.name}, ${protocol} ${offered.port}`,
        given: {
          source_zone: source.name,
          target_zone: target.name,
          protocol,
          port: String(offered.port),
          ...texts,
          ...(expires && { expires }),
        },
      };
    },
  };
}
