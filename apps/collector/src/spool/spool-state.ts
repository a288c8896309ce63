import type { ExporterSequence } from '@scopemap/database';
import type { StoredTemplate } from '@scopemap/flow-codec';
import type { Logger } from 'pino';
import { StateFile } from './state-file.ts';

/** What lies beside the windows of a spool for a start without the database. */
export class SpoolState {
  readonly templates: StateFile<readonly StoredTemplate[]>;
  readonly positions: StateFile<readonly ExporterSequence[]>;

  constructor(folder: string) {
    this.templates = new StateFile(folder, 'templates.state');
    this.positions = new StateFile(folder, 'positions.state');
  }

  /** What an earlier run left. A file that is not whole is as good as none, and the log says so. */
  async read(log: Logger): Promise<{ templates: readonly StoredTemplate[]; sequences: readonly ExporterSequence[] }> {
    const whole = async <T>(file: StateFile<readonly T[]>) => {
      try {
        return (await file.read()) ?? [];
      } catch (error) {
        log.warn({ err: error }, 'what an earlier run knew of exporters cannot be read');
        return [];
      }
    };
    return { templates: await whole(this.templates), sequences: await whole(this.positions) };
  }
}
