import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type CollectorOptions, probeReceive } from '@scopemap/collector';
import { connect, loadTemplates } from '@scopemap/database';
import { type Finding, failed, ok, warning } from '../finding.ts';

/** Tries what a collector with these settings would do at its start. Nothing is left behind. */
export async function checkCollector(options: Required<CollectorOptions>): Promise<Finding[]> {
  return [await checkDatabase(options), ...(await checkSockets(options)), await checkSpool(options)];
}

async function checkDatabase({ database }: Required<CollectorOptions>): Promise<Finding> {
  const db = connect(database, { max: 1 });
  try {
    const templates = await loadTemplates(db);
    return ok('database', `reached, tables are there; ${templates.length} templates are remembered`);
  } catch (error) {
    return failed('database', error);
  } finally {
    await db.destroy();
  }
}

async function checkSockets(options: Required<CollectorOptions>): Promise<Finding[]> {
  const { receiveBuffer } = options;
  try {
    const { path, reason, granted } = await probeReceive(options);
    const size = (octets: number) => `${Math.round(octets / 1024)} KiB`;
    const buffer: Finding =
      granted >= receiveBuffer
        ? ok('receive buffer', size(granted))
        : warning(
            'receive buffer',
            `${size(granted)} instead of ${size(receiveBuffer)}; raise net.core.rmem_max, or bursts may be lost`,
          );
    return [
      ok('ports', `UDP ${options.ports.join(', ')} can be had`),
      ok('receiving', reason === null ? path : `${path}, because: ${reason}`),
      buffer,
    ];
  } catch (error) {
    return [failed('ports', error)];
  }
}

async function checkSpool({ spoolFolder }: Required<CollectorOptions>): Promise<Finding> {
  if (spoolFolder === null) return warning('spool', 'none: windows that wait for the database are lost in a crash');
  try {
    await mkdir(spoolFolder, { recursive: true });
    const file = join(spoolFolder, '.writable');
    await writeFile(file, '');
    await rm(file);
    return ok('spool', `${spoolFolder} can be written`);
  } catch (error) {
    return failed('spool', error);
  }
}
